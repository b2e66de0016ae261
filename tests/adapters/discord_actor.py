"""Somebody of the stories who does everything in Discord, and tells what they got to see for it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from adapters.discord import modals, render
from adapters.discord.refs import account
from adapters.discord.routes import action_of, custom_id
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
from bot.ui.messages import Message as Said
from bot.ui.messages import Option
from tests.adapters import discord_behind as behind
from tests.adapters import discord_tree as tree
from tests.adapters.discord_echo import submitted
from tests.adapters.discord_entries import entries
from tests.adapters.discord_interactions import COMPONENT, MODAL, Modal
from tests.adapters.discord_lines import Slash, called, slash
from tests.adapters.discord_reading import Control, Read, Reader, errors_in, joined
from tests.adapters.discord_things import V2, Channel, Guild, Message, User, every
from tests.adapters.discord_tree import CannotDo
from tests.chat import Answer, Person, Place

if TYPE_CHECKING:
    from tests.adapters.discord_server import DiscordServer
    from tests.adapters.discord_table import DiscordTable

Json = dict[str, Any]
Act = Callable[[], Awaitable[object]]
_MENTION = re.compile(r"<@web:(\d+)>")


@dataclass(frozen=True, kw_only=True)
class DiscordPerson(Person):
    """A person with their Discord user, and the server in which they meet Kindred."""

    user: User
    guild: Guild

    @property
    def table(self) -> DiscordTable:
        return cast("DiscordTable", self.chat)

    @property
    def discord(self) -> DiscordServer:
        return self.table.discord

    @property
    def _inbox(self) -> Place:
        return self.table.place_of(self._dm)

    @property
    def _dm(self) -> Channel:
        return self.discord.world.dm(self.user)

    # Acts --------------------------------------------------------------------------------------

    async def does(self, request: Request, delivery: str = "", channel: str = "") -> Answer:
        if delivery in self.table.delivered:
            return await self._again(*self.table.delivered[delivery])
        answer = await self._acts(request, channel)
        if delivery:
            self.table.delivered[delivery] = self.discord.last.payload, answer
        return answer

    async def _acts(self, request: Request, channel: str) -> Answer:
        match request:
            case Typed(text=text):
                return await self._says(text, channel)
            case Filled(command=command, values=values):
                return await self._commands(called(self._registry, command, values))
            case Pressed(action=action, value=value):
                return await self._forges(action, value)
            case FormOpened(form=form, subject=subject, page=page):
                return await self._forges(modals.FORM, f"{form}:{max(page, 0)}:{subject}")
            case Submitted():
                return await self._fills(request)
            case HomeOpened():
                return await self._says("/kindred home", channel)
            case Seen():
                return await self._told(self.discord.join(self.user, self.guild))
            case Changed():
                raise AssertionError("Discord tells of changes: let the person become somebody")

    async def becomes(self, **changes: Any) -> None:
        kind = changes.pop("kind", None)
        if kind == "gone":
            await self._told(self.discord.leave(self.user, self.guild))
        elif kind == "person":
            await self._told(self.discord.join(self.user, self.guild))
        self.table.known_by(self.user, self.guild, **changes)
        if "locale" in changes:  # Discord tells of it with the next thing that they do
            await self._says("/kindred home", "")

    async def speaks(self, locale: str) -> Person:
        self.user.locale = locale
        return self

    async def offered(self, command: str, parameter: str, typed: str = "") -> list[Option]:
        made, typed = called(self._registry, command, {}), self._mentions(typed)
        try:
            choices = await self.discord.autocomplete(
                self.user, self._here, made.root, made.words, parameter, typed
            )
        except CannotDo:
            choices = await behind.completion(
                self.discord, self.user, self._here, made, parameter, typed
            )
        return [Option(choice["name"], choice["value"]) for choice in choices]

    async def presses(self, label: str, messages: list[Said], delivery: str = "") -> Answer:
        found = [
            control
            for message in messages
            for control in cast("Read", message).controls
            if control[1].get("label") == label
        ]
        assert found, f"no button {label!r}"
        return await self._presses(found[-1])

    async def chooses(self, label: str, messages: list[Said]) -> Answer:
        found = [
            (where, menu["custom_id"], option["value"])
            for message in messages
            for where, menu in cast("Read", message).controls
            for option in menu.get("options", ())
            if option["label"] == label
        ]
        assert found, f"no option {label!r}"
        return await self._sees(lambda: self.discord.choose(self.user, *found[0]))

    # Saying ------------------------------------------------------------------------------------

    async def _says(self, text: str, channel: str) -> Answer:
        """Type a slash command; what Discord has no command for is said to Kindred."""
        made = slash(self._registry, text, self.table.names.values())
        if made:
            room = self.table.room_called(channel, self.guild) if channel else self._anywhere(made)
            try:
                return await self._slash(made, room)
            except CannotDo:
                pass
        return await self._speaks(self._mentions(text))

    async def says_below(self, text: str) -> Answer:
        """Type a slash command in the thread, which is a channel of its own."""
        made = slash(self._registry, text, self.table.names.values())
        assert made, text
        return await self._slash(made, self.table.thread)

    async def _commands(self, made: Slash) -> Answer:
        """Give a command; one that is not offered, from a client that is behind."""
        try:
            return await self._slash(made, self._here)
        except CannotDo:
            act = behind.command(self.discord, self.user, self._here, made)
            return await self._sees(lambda: act)

    async def _slash(self, made: Slash, room: Channel) -> Answer:
        given = self._given(made, room)
        return await self._sees(
            lambda: self.discord.slash(self.user, room, made.root, made.words, given)
        )

    def _given(self, made: Slash, room: Channel) -> dict[str, Any]:
        """What to pick and to type in the options of a command, each as its picker takes it."""
        place = tree.descend(self._offered(made), made.words)[-1]
        kinds = {option["name"]: option["type"] for option in place.get("options", [])}
        given: dict[str, Any] = {}
        for name, value in made.options.items():
            text = self._mentions(value)
            match kinds.get(name):
                case tree.USER:
                    found = re.fullmatch(r"<@(?:discord:)?(\d+)>", text)
                    user = self.discord.world.users.get(int(found[1])) if found else None
                    given[name if user else f"{name}_name"] = user or text
                case tree.INTEGER:
                    given[name] = int(text)
                case tree.CHANNEL:
                    given[name] = room if text == "here" else text
                case tree.BOOLEAN:
                    given[name] = text == "True"
                case _:
                    given[name] = text
        return given

    def _offered(self, made: Slash) -> Json:
        there = self.discord.world.commands[None]
        return next(each for each in there if each["type"] == 1 and each["name"] == made.root)

    async def _speaks(self, text: str) -> Answer:
        """Write to Kindred alone; who is no member yet, with its mention where it is met."""
        if self.id:
            return await self._sees(lambda: self._writes(self._dm, text))
        mention = self.discord.world.bot.mention
        return await self._sees(lambda: self._writes(self._here, f"{mention} {text}"))

    async def _writes(self, room: Channel, text: str) -> None:
        message = await self.discord.say(self.user, room, text)
        await self.table.heard(f"discord:{message.id}")

    @property
    def _here(self) -> Channel:
        """Where commands are typed."""
        return self.table.hall if self.guild is self.table.home_guild else self._general

    def _anywhere(self, made: Slash) -> Channel:
        """What is offered everywhere, members type alone with Kindred every other time."""
        alone = self.id and made.root == "kindred" and next(self.table.turns) % 2
        return self._dm if alone else self._here

    @property
    def _general(self) -> Channel:
        return self.table.room_called("general", self.guild)

    @property
    def _registry(self) -> Any:
        return self.table.core.registry

    def _mentions(self, text: str) -> str:
        def mentioned(found: re.Match[str]) -> str:
            user = self.table.users.get(int(found[1]))
            return user.mention if user else found[0]

        return _MENTION.sub(mentioned, text)

    # Pressing ----------------------------------------------------------------------------------

    async def _presses(self, control: Control) -> Answer:
        """Press what was read; if it is not there any more, from a window that is behind."""
        where, part = control
        id_ = part["custom_id"]
        if id_ in [each.get("custom_id") for each in every(where.components)]:
            try:
                return await self._sees(lambda: self.discord.press(self.user, where, id_))
            except CannotDo:
                pass
        return await self._sees(lambda: self._deliver(where, part))

    async def _forges(self, action: str, value: str) -> Answer:
        """Press a button of a message that is long gone, or that never was."""
        if found := re.fullmatch(r"web:(\d+)", value):
            user = self.table.users.get(int(found[1]))
            value = str(account(str(user.id))) if user else value
        world = self.discord.world
        part = {"type": 2, "id": 2, "label": "Old", "style": 2}
        part["custom_id"] = custom_id(action, value)
        body = {"flags": V2, "components": [{"type": 1, "id": 1, "components": [part]}]}
        old = Message(world.new_id(), self._dm, world.bot, world.now(), body)
        self.table.watch(self.user).forged.append(old)
        return await self._sees(lambda: self._deliver(old, part))

    async def _deliver(self, where: Message, part: Json) -> None:
        data = {"component_type": 2, "custom_id": part["custom_id"], "id": part["id"]}
        await self.discord.interactions.begin(COMPONENT, self.user, where.channel, data, where)

    async def _again(self, payload: Json, answer: Answer) -> Answer:
        """What comes a second time shows nothing new: what was shown is still there."""
        nothing = await self._sees(lambda: self.table.redelivered(payload))
        assert nothing.shown is None
        return answer

    # Forms -------------------------------------------------------------------------------------

    async def _fills(self, request: Submitted) -> Answer:
        """Type into the modal of this page, and leave it as the request says."""
        if self.user.id not in self.discord.interactions.modals:
            await self.does(FormOpened(request.form, request.subject, request.page))
        modal = self.discord.modal(self.user)
        form, page, _ = modals.about(modal.custom_id)
        assert (form, page) == (request.form, request.page), f"{modal.custom_id} is open"
        if request.turn == "back":
            self.discord.close_form(self.user)
            before = modal.opened_by.message
            assert before, "there is no page before"
            return await self.presses("Back", [self._reader.message([before])])
        shown = self._reader.dialog(modal, {}, str(self.guild.id))
        typed = entries(modal, shown, request.values, self.discord.world)
        if request.turn == "later":  # the page is kept, and the button to the next one not pressed
            assert page + 1 < shown.pages, "whoever closes the last page keeps nothing of it"
            await self._submits(modal, typed)
            await self.table.kindred.platform.finish()
            return Answer(self, None)
        saving = request.turn == "done"
        return await self._sees(lambda: self._submits(modal, typed), saving=saving)

    async def _submits(self, modal: Modal, typed: Json) -> None:
        try:
            await self.discord.submit(self.user, typed, modal=modal)
        except CannotDo:  # this client would not send it; another one might
            opened = modal.opened_by
            data = submitted(modal.body, typed)
            del self.discord.interactions.modals[self.user.id]
            await self.discord.interactions.begin(
                MODAL, self.user, opened.channel, data, opened.message
            )

    # What is seen ------------------------------------------------------------------------------

    @property
    def _reader(self) -> Reader:
        return self.table.reader(self.user.locale)

    async def _told(self, event: Awaitable[object]) -> Answer:
        """Let something happen of which Discord tells."""
        return await self._sees(lambda: self.table.noticed(self.user, event))

    async def _sees(self, act: Act, *, saving: bool = False) -> Answer:
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
        changed = any(thing in watch.seen and not _led_on(thing) for thing in mine)
        watch.take(mine)
        return await self._understands(mine, changed=changed, saving=saving)

    async def _understands(
        self, news: list[Message | Modal], *, changed: bool, saving: bool
    ) -> Answer:
        """Read what is new; what only leads to a form, or to another page, is gone along."""
        open_forms = [thing for thing in news if isinstance(thing, Modal)]
        if open_forms:
            return self._form(open_forms[0], {})
        messages = [thing for thing in news if isinstance(thing, Message)]
        if not messages:
            return Answer(self, None)
        read = await self._whole(messages)
        if saving and (save := read.leading(modals.DONE)):
            return await self._sees(lambda: self._press(save[0]), saving=True)
        if leads := read.leading(modals.FORM):
            errors = errors_in(read)
            await self._press(leads[0])
            await self.table.kindred.platform.finish()
            modal = self.discord.modal(self.user)
            self.table.watch(self.user).look()
            return self._form(modal, errors)
        shown: Shown = Update(read) if changed else Reply(read, self._alone(messages))
        return Answer(self, shown)

    async def _whole(self, messages: list[Message]) -> Read:
        """All pages of an answer, turned one by one."""
        read, page = self._reader.message(messages), 0
        while more := [c for c in read.leading(render.MORE) if _page(c) > page]:
            page += 1
            await self._press(more[0])
            await self.table.kindred.platform.finish()
            self.table.watch(self.user).take(messages)
            read = joined(read, self._reader.message(messages))
        return read

    async def _press(self, control: Control) -> None:
        await self.discord.press(self.user, control[0], control[1]["custom_id"])

    def _form(self, modal: Modal, errors: dict[str, str]) -> Answer:
        dialog: Dialog = self._reader.dialog(modal, errors, str(self.guild.id))
        return Answer(self, dialog)

    def _alone(self, messages: list[Message]) -> bool:
        return all(m.ephemeral_to or m.channel is self._dm for m in messages)


def _led_on(thing: Message | Modal) -> bool:
    """Whether a message was one between the pages of a form: what replaces it is an answer."""
    former = thing.history[-1:] if isinstance(thing, Message) else []
    ids = [part.get("custom_id", "") for said in former for part in every(said["components"])]
    return any(action_of(id_)[0] == modals.FORM for id_ in ids)


def _page(control: Control) -> int:
    return int(action_of(control[1]["custom_id"])[1].partition(":")[0])
