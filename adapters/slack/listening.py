"""What people write in Slack where Kindred listens: heard before it is acknowledged, in order.

Slack delivers again what is not acknowledged: so nothing is lost while the database is away. What
is written elsewhere is acknowledged first, and nobody has read it.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import heard, parse, refs
from adapters.slack.emoji_names import emoji_called
from adapters.slack.errors import Declined, Lost
from adapters.slack.heard import Told
from adapters.slack.history import History
from adapters.slack.parse import Json
from adapters.slack.turns import Turns
from bot.community.people import Ref
from bot.community.ports import Whois
from bot.delivery.conversations import ListenedPlace
from bot.delivery.errors import Away, Busy
from bot.delivery.heard import Reacted
from bot.delivery.sender import Posted
from bot.errors import Conflict, NotReady
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival, Typed

log = logging.getLogger(__name__)

Next = Callable[[], Awaitable[None]]

_AGAIN = 503  # so Slack delivers again; any status but 200 would do
_LONGEST_WAIT = 60.0  # seconds until it is tried again to read what was missed


class Listening:
    """Hears for all workspaces; `words`, `mention` and `reaction` stand before bolt's listeners.

    What was missed in a channel is read back before anything new is heard there.
    """

    def __init__(self, dispatcher: Dispatcher, history: History, whois: Whois) -> None:
        self._dispatch = dispatcher
        self._hearing = dispatcher.hearing
        self._history = history
        self._whois = whois
        self._turns = Turns()
        self._unread: dict[Ref, dict[int, ListenedPlace]] = {}
        """Where it has yet to be read what was missed, by channel and place."""
        self._absences = 0
        self._noted: dict[str, int] = {}
        """Up to which absence it is known of a workspace where that may be."""

    # What Slack delivers -----------------------------------------------------------------------

    async def words(
        self, body: Json, context: Json, request: AsyncBoltRequest, next_: Next
    ) -> BoltResponse | None:
        """Hear what was said, changed or deleted where Kindred listens; all else goes on."""
        told = _told(body, request)
        return await self._deliver(told, body, context, next_, is_mention=False)

    async def mention(
        self, body: Json, context: Json, request: AsyncBoltRequest, next_: Next
    ) -> BoltResponse | None:
        """Hear a mention of Kindred where it listens; one that names a command goes on."""
        told = _told(body, request)
        return await self._deliver(told, body, context, next_, is_mention=True)

    async def reaction(self, body: Json, context: Json, next_: Next) -> BoltResponse | None:
        """Hear of a picture that somebody put to a message; nobody knows in which thread it is."""
        event = body["event"]
        item, user = event.get("item") or {}, event.get("user")
        if item.get("type") != "message" or user in (None, context.get("bot_user_id")):
            await next_()
            return None
        arrival, _ = parse.event({**body, "event": event | item}, context["team_id"])
        put = Reacted(
            Posted(arrival.channel, refs.message(str(item["ts"]))),
            emoji_called(str(event["reaction"])),
            taken_back=event["type"] == "reaction_removed",
        )
        here = arrival.channel
        try:
            async with self._turns.line(here, float(event["event_ts"])) as turn:
                await turn()
                await self._read_if_possible(here)
                await self._hearing.react(arrival, put)
        except (NotReady, Conflict) as away:
            return _again(away)
        return BoltResponse(status=200, body="")

    async def _deliver(
        self, told: Told | None, body: Json, context: Json, next_: Next, *, is_mention: bool
    ) -> BoltResponse | None:
        if told and (told.top or told.direct or is_mention):
            team, bot = context["team_id"], context.get("bot_user_id") or ""
            is_ours = is_mention or told.alone  # said to Kindred: it may be read before
            if not (is_ours and self._is_command(told, team, bot)):
                try:
                    if await self._hear_if_listened(told, body, team, bot, is_mention):
                        return BoltResponse(status=200, body="")
                except (NotReady, Conflict) as away:
                    return _again(away)
        await next_()
        return None

    async def _hear_if_listened(
        self, told: Told, body: Json, team: str, bot: str, is_mention: bool
    ) -> bool:
        """Whether it was heard, and is kept."""
        here = refs.channel(team, told.channel)
        async with self._turns.line(here, told.at or float(told.stamp)) as turn:
            found = await self._listened(told, here, is_mention=is_mention)
            if found is None or self._is_command(found, team, bot):
                return False
            await turn()
            await self._read_if_possible(here)
            if still := await self._still_there(found, team):
                await self._hear(still, body, team, bot)
        return True

    async def _still_there(self, told: Told, team: str) -> Told | None:
        """What is told; what Slack tells again and was not heard yet may have changed meanwhile.

        Then it is read, if Slack lets Kindred; `None` if it has been deleted.
        """
        here = Posted(refs.channel(team, told.channel), refs.message(told.stamp))
        if not told.again or await self._hearing.knows(here):
            return told
        try:
            return await self._history.now(team, told)
        except (Away, Busy, Declined, Lost) as fault:
            log.info("what Slack told again cannot be read: %s", fault)
            return told

    async def _listened(self, told: Told, here: Ref, *, is_mention: bool) -> Told | None:
        """What is told, in the place that is listened to; `None` where none is.

        In a group that is a room, whoever writes below a message answers it.
        """
        top = refs.message(told.top) if told.top else None
        is_in_group = not told.alone and (told.direct or is_mention)
        if top and is_in_group and await self._hearing.listens(here, None):
            return replace(told, top="", answers=told.top)
        return told if await self._hearing.listens(here, top) else None

    def _is_command(self, told: Told, team: str, bot: str) -> bool:
        """Whether it is said to Kindred and names a command, or did so before it was changed."""
        said = told.before or told.message
        text = str(said.get("text") or "")
        if not (told.alone or re.match(rf"\s*<@{re.escape(bot)}[|>]", text)):
            return False
        line = parse.said_to(bot, text, team)
        says_nothing = not line and not said.get("files")
        return says_nothing or self._dispatch.routed(Typed(line)).names_a_command

    async def _hear(self, told: Told, body: Json, team: str, bot: str) -> None:
        delivery = str(body.get("event_id") or f"read:{told.channel}:{told.stamp}")
        arrival = parse.written(told.message, body, team, told.channel, told.top, delivery)
        names = {}
        if told.change != "deleted":
            names = {user: await self._name(user, arrival) for user in heard.mentioned(told)}
        await self._hearing.hear(arrival, heard.heard(told, team, bot, names))

    async def _name(self, user: str, arrival: Arrival) -> str:
        """What somebody is called who is named, as far as Slack tells."""
        try:
            who = await self._whois.whois(arrival.space, refs.account(user))
        except NotReady:
            return ""
        return who.name if who else ""

    async def finish(self) -> None:
        """Wait until everything that is being heard by now is kept."""
        await self._turns.all_over()

    # What was missed ---------------------------------------------------------------------------

    def was_away(self) -> None:
        """Something may have been missed anywhere: before anything is heard, it is seen where."""
        self._absences += 1

    async def note_missed(self, team: str) -> None:
        """Note that in a workspace something may have been missed, since what was heard last."""
        absence = self._absences
        for place in await self._hearing.listened_in(refs.workspace(team)):
            self._unread.setdefault(place.channel, {})[place.id] = place
        self._noted[team] = absence

    async def catch_up(self, team: str) -> None:
        """Hear what was missed in a workspace, however long that takes."""
        for channel in [each for each in self._unread if refs.team_and_channel(each)[0] == team]:
            try:
                await self._read_until_done(channel)
            except Exception:
                self._unread.pop(channel, None)
                log.exception("what was missed in %s could not be read", channel)

    async def _read_until_done(self, channel: Ref) -> None:
        wait = 1.0
        while channel in self._unread:
            try:
                async with self._turns.line(channel, 0.0) as turn:
                    await turn()
                    await self._read(channel)
            except (Away, Busy, Conflict, NotReady) as fault:
                log.info("what was missed in Slack cannot be read yet: %s", fault)
                await asyncio.sleep(max(wait, getattr(fault, "after", 0.0)))
                wait = min(2 * wait, _LONGEST_WAIT)

    async def _read_if_possible(self, channel: Ref) -> None:
        team, _ = refs.team_and_channel(channel)
        if self._noted.get(team) != self._absences:
            await self.note_missed(team)
        try:
            await self._read(channel)
        except (Away, Busy) as fault:
            log.info("what was missed in Slack cannot be read yet: %s", fault)

    async def _read(self, channel: Ref) -> None:
        """Hear what was missed in a channel, in the order in which it was written."""
        while places := self._unread.get(channel):
            place = next(iter(places.values()))
            await self._read_in(place)
            if places.get(place.id) is place:  # else more may have been missed meanwhile
                del places[place.id]
        self._unread.pop(channel, None)

    async def _read_in(self, place: ListenedPlace) -> None:
        team, _ = refs.team_and_channel(place.channel)
        try:
            bot, missed = await self._history.since(place, await self._hearing.recent(place))
        except Declined as declined:
            log.info("what was missed in Slack cannot be read: %s", declined)
            await self._hearing.missed(place)
            return
        except Lost:
            return
        missed = [told for told in missed if not self._is_command(told, team, bot)]
        last = float(place.last.id.rpartition(",")[2]) if place.last else 0.0
        new = [at for told in missed if told.unknown and (at := float(told.stamp)) > last]
        await self._hearing.read_back(place, new)
        for told in missed:
            await self._hear(told, {}, team, bot)


def _told(body: Json, request: AsyncBoltRequest) -> Told | None:
    """What is told of something that was written, and whether Slack tried to tell it before."""
    told = heard.told_by(body["event"])
    again = request.headers.get("x-slack-retry-num", ["0"])[0] != "0"
    return replace(told, again=again and told.change != "deleted") if told else None


def _again(away: Exception) -> BoltResponse:
    log.warning("Slack has to deliver again: %s", away)
    return BoltResponse(status=_AGAIN, body="")
