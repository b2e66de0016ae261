"""Somebody of the stories who does everything in Slack, and tells what they got to see for it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from adapters.slack import form_values, modals
from adapters.slack.render import action_id, value_for
from adapters.slack.responses import OPEN_FORM
from bot.routing.interaction import (
    Changed,
    Dialog,
    Filled,
    FormOpened,
    HomeOpened,
    Pressed,
    Reply,
    Request,
    Seen,
    Shown,
    Submitted,
    Typed,
    Update,
)
from bot.ui.fields import Raw
from bot.ui.files import GivenFile
from bot.ui.messages import Message as Said
from tests.adapters.slack_deliveries import Delivery
from tests.adapters.slack_forms import CannotDo, slot
from tests.adapters.slack_reading import Control, Read, Reader
from tests.adapters.slack_things import Channel, Message, User, View, Workspace
from tests.adapters.slack_world import World
from tests.chat import Answer, Person, Place

if TYPE_CHECKING:
    from tests.adapters.slack_table import SlackTable

Json = dict[str, Any]
_MENTION = re.compile(r"<@web:(\d+)>")


@dataclass
class Watch:
    """What one person can see, and what of it is new since they last looked."""

    world: World
    user: User
    acting: int = 0
    seen: dict[object, object] = field(default_factory=dict)
    forged: list[Message] = field(default_factory=list)

    def look(self) -> None:
        """Know everything there is by now."""
        self.seen = dict(self._visible())

    def news(self) -> list[Message | View]:
        """What has come or changed since."""
        return [thing for thing, version in self._visible() if self.seen.get(thing) != version]

    def take(self, things: Iterable[Message | View]) -> None:
        """Know these things."""
        now = dict(self._visible())
        self.seen |= {thing: now[thing] for thing in things}

    def _visible(self) -> Iterable[tuple[Message | View, object]]:
        world, user = self.world, self.user.id
        if top := world.top(self.user):
            yield top, (top.hash, *top.errors.items())
        for message in [*world.whispers(self.user), *self.forged]:
            yield message, len(message.history)
        for channel in world.channels.values():
            for message in channel.timeline if user in channel.members else ():
                yield message, len(message.history)
        for (_, whose), home in world.homes.items():
            if whose == user:
                yield home, home.hash


@dataclass(frozen=True, kw_only=True)
class SlackPerson(Person):
    """A person with their Slack user, and the workspace in which they meet Kindred."""

    user: User
    team: Workspace

    @property
    def table(self) -> SlackTable:
        return cast("SlackTable", self.chat)

    @property
    def slack(self) -> Any:
        return self.table.slack

    @property
    def _inbox(self) -> Place:
        return self.table.place_of(self._dm)

    @property
    def _dm(self) -> Channel:
        dm: Channel = self.slack.outcomes.direct(self.team, self.user)
        return dm

    # Acts --------------------------------------------------------------------------------------

    async def does(self, request: Request, delivery: str = "", channel: str = "") -> Answer:
        if delivery in self.table.delivered:
            return await self._again(*self.table.delivered[delivery])
        match request:
            case Typed(text=text):
                answer = await self._says(text, channel)
            case Pressed(action=action, value=value):
                answer = await self._forges(action, value)
            case FormOpened(form=form, subject=subject):
                answer = await self._forges(OPEN_FORM, f"{form}:{subject}")
            case Submitted():
                answer = await self._fills(request)
            case HomeOpened():
                answer = await self._sees(lambda: self.slack.open_home(self.user))
            case Seen():
                answer = await self._sees(lambda: self.slack.join_workspace(self.user))
            case Filled() | Changed():
                raise AssertionError("Slack has no fields of commands, and tells of changes")
        if delivery:
            self.table.delivered[delivery] = self.slack.last, answer
        return answer

    async def becomes(self, **changes: Any) -> None:
        fields = self.table.known_by(self.user, self.team, **changes)
        await self._sees(lambda: self.slack.change_user(self.user, **fields))

    async def speaks(self, locale: str) -> Person:
        await self.becomes(locale=locale)
        return self

    async def presses(self, label: str, messages: list[Said], delivery: str = "") -> Answer:
        found = [
            control
            for message in messages
            for control in cast("Read", message).controls
            if control[2].get("text", {}).get("text") == label
        ]
        assert found, f"no button {label!r}"
        return await self._presses(found[-1])

    async def chooses(self, label: str, messages: list[Said]) -> Answer:
        found = [
            (where, element["action_id"], option["value"], block["block_id"])
            for message in messages
            for where, block, element in cast("Read", message).controls
            for option in element.get("options", ())
            if option["text"]["text"] == label
        ]
        assert found, f"no option {label!r}"
        return await self._sees(lambda: self.slack.choose(self.user, *found[0]))

    async def _says(self, text: str, channel: str) -> Answer:
        text = _MENTION.sub(self._mentioned, text)
        if not text.startswith("/"):
            return await self._sees(lambda: self.slack.say(self.user, None, text))
        room = self.table.room_called(channel, self.team) if channel else None
        if room and self.user.id not in room.members:
            room.members.append(self.user.id)
        command, _, rest = text.partition(" ")
        return await self._sees(lambda: self.slack.slash(self.user, command, rest, room))

    async def says_below(self, text: str) -> Answer:
        """Mention Kindred in the thread: Slack has no commands there."""
        said = _MENTION.sub(self._mentioned, text.removeprefix("/kindred"))
        line = f"<@{self.team.bot_user}> {said.strip()}"
        hall, card = self.table.hall, self.table.card
        return await self._sees(lambda: self.slack.say(self.user, hall, line, thread_ts=card))

    def _mentioned(self, found: re.Match[str]) -> str:
        user = self.table.users.get(int(found[1]))
        return f"<@{user.id}>" if user else found[0]

    async def _presses(self, control: Control) -> Answer:
        """Press what was read; if it is not there any more, from a window that is behind."""
        where, block, element = control
        if element in [e for b in where.blocks for e in b.get("elements", ())]:
            ids = element["action_id"], block["block_id"]
            try:
                return await self._sees(lambda: self.slack.press(self.user, where, *ids))
            except CannotDo:
                pass
        return await self._sees(lambda: self._deliver(where, element, block["block_id"]))

    async def _forges(self, action: str, value: str) -> Answer:
        """Press a button of a message that is long gone, or that never was."""
        if found := re.fullmatch(r"web:(\d+)", value):
            user = self.table.users.get(int(found[1]))
            value = f"slack:{user.id}" if user else value
        ts = self.slack.world.now()
        old = Message(ts, self._dm.id, self.team.id, self.team.bot_user, "Long ago")
        self.table.watch(self.user).forged.append(old)
        button: Json = {"type": "button", "text": {"type": "plain_text", "text": "Old"}}
        button |= {"action_id": action_id(action, 0), "value": value_for(value)}
        return await self._sees(lambda: self._deliver(old, button, "old"))

    async def _deliver(self, where: Message | View, element: Json, block: str) -> Delivery:
        payloads = self.slack.payloads
        sent = {"type": "button", "block_id": block, "action_ts": self.slack.world.now(), **element}
        made = payloads.on_view if isinstance(where, View) else payloads.on_message
        delivery: Delivery = await self.slack.deliverer.deliver(
            made(self.user, self.team, where, sent)
        )
        return delivery

    async def _again(self, last: Delivery, answer: Answer) -> Answer:
        """What comes a second time shows nothing new: what was shown is still there."""
        nothing = await self._sees(lambda: self.slack.redeliver(last))
        assert nothing.shown is None
        return answer

    # Forms -------------------------------------------------------------------------------------

    async def _fills(self, request: Submitted) -> Answer:
        """Type into the modal of this page, and leave it as the request says."""
        view = self.slack.world.top(self.user)
        assert view, f"no modal for {request}"
        about = modals.metadata_of(view.as_json())
        assert (about.form, about.page) == (request.form, request.page), f"{about} is open"
        for name, value in request.values.items():
            await self._types(view, name, value)
        await self.table.kindred.platform.finish()
        match request.turn:
            case "back":
                answer = await self._sees(lambda: self.slack.press(self.user, view, modals.BACK))
            case "later":
                answer = await self._sees(lambda: self.slack.close(self.user))
            case _:
                answer = await self._sees(lambda: self._submits(view))
        further = answer.shown
        if request.turn == "done" and isinstance(further, Dialog) and _goes_on(further, request):
            return await self._fills(Submitted(further.form, further.page, {}, turn="done"))
        return answer

    async def _submits(self, view: View) -> None:
        self.table.watch(self.user).seen.pop(view, None)
        try:
            await self.slack.submit(self.user)
        except CannotDo:  # this client would not send it; another one might
            payload = self.slack.payloads.submission(self.user, self.team, view)
            delivery = await self.slack.deliverer.deliver(payload)
            self.slack.outcomes.submission_answer(delivery, self.user, self.team, view)

    async def _types(self, view: View, name: str, value: Raw) -> None:
        (shown,) = [f for f in self._reader.dialog(view).fields if f.name == name]
        if value == shown.value:
            return
        page = modals.metadata_of(view.as_json()).page
        block = modals.block_id(shown, page)
        if shown.kind == "Person":
            await self._names(view, block, f"{name}{form_values.BESIDE}@{page}", value)
            return
        if shown.kind == "When" and isinstance(value, list):
            for end, part, there in zip(
                ("", *form_values.TIME_PARTS), value, shown.value, strict=True
            ):
                if part != there:
                    await self._enters(view, f"{name}{end}@{page}", part)
            return
        await self._enters(view, block, value)

    async def _enters(self, view: View, block: str, value: Raw) -> None:
        (element,) = [b["element"] for b in view.blocks if b["block_id"] == block]
        wanted = await self._wanted(view, block, element, value)
        try:
            await self.slack.type_in(self.user, view, {block: wanted})
        except CannotDo:
            view.entries[(block, form_values.VALUE)] = forged(element, wanted)

    async def _names(self, view: View, block: str, beside: str, value: Raw) -> None:
        """Pick whoever is in this Slack; type the name of anybody else beside the picker."""
        users = self.slack.world.users.values()
        said = value if isinstance(value, str) else ", ".join(value)
        picked = next((u.id for u in users if u.real_name.casefold() == said.casefold()), None)
        typed = {block: picked, beside: None if picked else said}
        await self.slack.type_in(self.user, view, typed)

    async def _wanted(self, view: View, block: str, element: Json, value: Raw) -> Any:
        """What to choose or to type for a value of the core's."""
        if isinstance(value, list):
            if element["type"] == "plain_text_input":
                return ", ".join(value)
            return [value_for(each) for each in value]
        match element["type"]:
            case "static_select":
                return value_for(value) if value else None
            case "external_select":
                offered = await self.slack.suggest(self.user, view, form_values.VALUE, value, block)
                ends = ("=" + value.casefold(), "/" + value.casefold())
                found = [o["value"] for o in offered if o["value"].casefold().endswith(ends)]
                return found[0] if found else value_for(value)
            case "conversations_select":
                return value.rpartition("/")[2] or None
            case "file_input":
                file = GivenFile.read(value)
                return [self.slack.world.files[file.id].as_json()] if file else []
            case _:
                return value

    # What is seen ------------------------------------------------------------------------------

    @property
    def _reader(self) -> Reader:
        return self.table.reader()

    async def _sees(self, act: Callable[[], Awaitable[object]]) -> Answer:
        """Do something, and return what came into view for it."""
        watch = self.table.watch(self.user)
        if not watch.acting:
            watch.look()
        watch.acting += 1
        try:
            await act()
            await self.table.kindred.platform.finish()
        finally:
            watch.acting -= 1
        news = watch.news()
        mine = news[:1] if watch.acting else news
        watch.take(mine)
        return Answer(self, self._read(mine))

    def _read(self, news: list[Message | View]) -> Shown | None:
        if not news:
            return None
        views = [thing for thing in news if isinstance(thing, View)]
        if views and modals.is_form(views[0].body):
            return self._reader.dialog(views[0])
        if views:
            return Reply(self._reader.message(views[:1]))
        messages = [thing for thing in news if isinstance(thing, Message)]
        read = self._reader.message(messages)
        if any(message.history for message in messages):
            return Update(read)
        alone = all(m.ephemeral_to or m.channel == self._dm.id for m in messages)
        return Reply(read, only_for_actor=alone)


def _goes_on(further: Dialog, request: Submitted) -> bool:
    later = further.form == request.form and further.page > request.page
    return later and not any(field.error for field in further.fields)


def forged(element: Json, value: object) -> Json:
    """The state of an element with a value that Slack's own clients do not offer."""
    held: object = value
    if element["type"] == "external_select":
        text = {"type": "plain_text", "text": str(value).removeprefix("=")}
        held = {"text": text, "value": value}
    return {"type": element["type"], slot(element): held}
