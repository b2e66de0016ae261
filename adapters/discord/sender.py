"""Carries the outbox's messages into Discord (`bot.delivery.outbox.Sender`), each once.

A message carries a mark of its key: the number of its first component. A thread carries one at the
end of its name. When one may be there already, it is looked for by its mark first.
"""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from adapters.discord import refs, render
from adapters.discord.api import Api, Json
from adapters.discord.error_messages import ErrorMessages
from adapters.discord.errors import Away, Busy, Declined, TokenRefused
from adapters.discord.limits import CAPABILITIES, PLATFORM
from adapters.discord.threads import Threads
from bot.community.people import Account, Ref, Space
from bot.delivery.sender import Outcome, Pace, Posted, Receipt, Refused, Retry
from bot.errors import NotReady
from bot.ui.messages import Message, mentioned_in
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
ARCHIVED = 50083

_BETWEEN_ROOMS = (
    0.25  # seconds; with its members and its words, a room is five calls of 50 a second
)
_BETWEEN_MESSAGES = 0.1
_PAGE = 100  # messages that are looked through at once: docs, "Get Channel Messages"
_PAGES = 5
_AWAY = 5.0  # seconds before what may not have arrived is tried again
_SHUT = 60.0  # seconds before a token that was refused is tried again


class DiscordSender:
    """Speaks for Kindred in every server it is in."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(self, api: Api, open_work: OpenWork[Work], *, haste: float = 1.0) -> None:
        self._api = api
        self._open_work = open_work
        self._threads = Threads(api)
        self._error_messages = ErrorMessages(api)
        self._away = timedelta(seconds=_AWAY / haste)
        self._shut = timedelta(seconds=_SHUT / haste)
        self.pace = Pace(room=_BETWEEN_ROOMS / haste, message=_BETWEEN_MESSAGES / haste)

    async def open_room(
        self, key: str, space: Space, members: Sequence[Account], title: str, *, again: bool = False
    ) -> Outcome:
        """Open a private thread for these members, in the channel that was chosen for it."""
        guild = space.ref.id

        async def act() -> Outcome:
            if space.square is None:
                return Refused("no channel is chosen", self._error_messages.no_channel(space))
            _, parent = refs.guild_and_channel(space.square)
            users = [member.ref.id for member in members]
            thread = await self._threads.opened(key, guild, parent, users, title, again=again)
            return Receipt(refs.channel(guild, thread))

        return await self._do(act, space.square or space.ref)

    async def post(
        self, key: str, channel: Ref, message: Message, *, again: bool = False
    ) -> Outcome:
        """Say something in a channel or a thread; one that was archived is opened for it."""

        async def act() -> Outcome:
            return await self._say(key, channel, message, again)

        return await self._do(lambda: self._awake(act, channel), channel)

    async def direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> Outcome:
        """Say something to one person alone."""

        async def act() -> Outcome:
            async with self._open_work(read_only=True) as work:
                known = await work.people.channel_of(account)
            if known:
                try:
                    return await self._say(key, known, message, again)
                except Declined as declined:
                    if declined.code != UNKNOWN_CHANNEL:
                        raise
            channel = await self.opened(account.home.id, account.ref.id)
            async with self._open_work() as work:
                await work.people.written_to(account, channel)
            return await self._say(key, channel, message, again)

        return await self._do(act, account.home, to_a_person=True)

    async def edit(self, key: str, posted: Posted, message: Message) -> Outcome:
        """Give a message new words."""

        async def act() -> Outcome:
            try:
                return await self._amended(key, posted, message)
            except Declined as declined:
                if declined.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
                    raise
                return Receipt(posted.channel, posted.message)  # somebody took it away

        return await self._do(lambda: self._awake(act, posted.channel), posted.channel)

    async def retract(self, key: str, posted: Posted) -> Outcome:
        """Take a message back."""

        async def act() -> Outcome:
            _, channel = refs.guild_and_channel(posted.channel)
            for id_ in refs.ids(posted.message):
                await self._deleted(channel, id_)
            return Receipt(posted.channel, posted.message)

        return await self._do(lambda: self._awake(act, posted.channel), posted.channel)

    async def known(self, space: Ref, message: Message) -> Mapping[int, str]:
        """How those who are mentioned in a message are known in a server, by member."""
        members = mentioned_in(message)
        if not members:
            return {}
        async with self._open_work(read_only=True) as work:
            found = await work.people.accounts_in(space, members)
        return {member: ref.id for member, ref in found.items()}

    async def opened(self, guild: str, user: str) -> Ref:
        """The channel between a user and Kindred: asking for it again gives the same one."""
        channel = await self._api.call("POST", "/users/@me/channels", {"recipient_id": user})
        return refs.channel(guild, str(channel["id"]))

    # Messages ----------------------------------------------------------------------------------

    async def _say(self, key: str, channel: Ref, message: Message, again: bool) -> Outcome:
        """Post every page of a message that is not there yet."""
        guild, id_ = refs.guild_and_channel(channel)
        bodies = await self._bodies(guild, key, message)
        there = await self._there(id_, key, len(bodies)) if again else {}
        return Receipt(channel, refs.message(*await self._pages(id_, bodies, there)))

    async def _pages(
        self, channel: str, bodies: Sequence[Json], there: dict[int, str]
    ) -> list[str]:
        """Post what is not `there`. Once something was, being told to wait is no clean slate."""
        for number, body in enumerate(bodies):
            if number not in there:
                try:
                    sent = await self._api.call("POST", MESSAGES, body, channel_id=channel)
                except Busy as busy:
                    if there:
                        raise Away(str(busy), busy.after) from busy
                    raise
                there[number] = str(sent["id"])
        return [there[number] for number in range(len(bodies))]

    async def _amended(self, key: str, posted: Posted, message: Message) -> Outcome:
        """Give the pages that are there new words; what is too many goes, what is missing comes."""
        guild, channel = refs.guild_and_channel(posted.channel)
        former = refs.ids(posted.message)
        bodies = await self._bodies(guild, key, message)
        for body, id_ in zip(bodies, former, strict=False):
            changed = {name: body[name] for name in ("components", "allowed_mentions", "flags")}
            await self._api.call("PATCH", MESSAGE, changed, channel_id=channel, message_id=id_)
        for id_ in former[len(bodies) :]:
            await self._deleted(channel, id_)
        there = dict(enumerate(former[: len(bodies)]))
        if len(bodies) > len(former):
            there = await self._there(channel, key, len(bodies)) | there
        return Receipt(posted.channel, refs.message(*await self._pages(channel, bodies, there)))

    async def _deleted(self, channel: str, id_: str) -> None:
        try:
            await self._api.call("DELETE", MESSAGE, channel_id=channel, message_id=id_)
        except Declined as declined:
            if declined.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
                raise

    async def _bodies(self, guild: str, key: str, message: Message) -> list[Json]:
        """What to send for each page, with the mark of the key."""
        known = await self.known(refs.server(guild), message)
        mentions = render.allowed_mentions(message, known)
        pages = render.pages(message, known, marker=lambda number: mark(key, number))
        return [
            render.body(components, mentions)
            | {"nonce": _digest(key, number)[:24], "enforce_nonce": True}
            for number, components in enumerate(pages)
        ]

    async def _there(self, channel: str, key: str, pages: int) -> dict[int, str]:
        """The newest messages of ours under this key that are in a channel: page to id."""
        marks = {mark(key, number): number for number in range(pages)}
        found: dict[int, str] = {}
        before: dict[str, object] = {}
        for _ in range(_PAGES):
            said = await self._api.call(
                "GET", MESSAGES, query={"limit": _PAGE, **before}, channel_id=channel
            )
            for message in said:
                components = message.get("components") or [{}]
                number = marks.get(components[0].get("id"))
                if number is not None:
                    found.setdefault(number, str(message["id"]))
            if len(said) < _PAGE or 0 in found:
                break
            before = {"before": said[-1]["id"]}
        return found

    async def _awake(self, act: Callable[[], Awaitable[Outcome]], channel: Ref) -> Outcome:
        """Do something in a thread; one that was archived is opened for it, unless it is locked."""
        try:
            return await act()
        except Declined as declined:
            if declined.code != ARCHIVED:
                raise
            _, thread = refs.guild_and_channel(channel)
            try:
                await self._threads.wake(thread)
            except Declined:
                raise declined from None
        return await act()

    # Outcomes ----------------------------------------------------------------------------------

    async def _do(
        self, act: Callable[[], Awaitable[Outcome]], where: Ref, *, to_a_person: bool = False
    ) -> Outcome:
        try:
            return await act()
        except Busy as busy:
            return Retry(timedelta(seconds=busy.after), str(busy), untouched=True)
        except Away as away:
            return Retry(max(self._away, timedelta(seconds=away.settled)), str(away))
        except NotReady as away:
            return Retry(self._away, str(away))
        except TokenRefused:
            log.error("Discord does not take DISCORD_BOT_TOKEN; see: kindred check discord")
            return Retry(self._shut, "Discord does not take the token")
        except Declined as declined:
            log.info("Discord declined: %s", declined)
            remedy = "" if to_a_person else await self._error_messages.what_helps(declined, where)
            return Refused(f"Discord says {declined}", remedy)


def mark(key: str, page: int) -> int:
    """The number of a page's first component: the key's own, and none that Discord gives out.

    Components are numbered within 32 bits; Discord numbers those without one from 1 on
    (docs: components/reference, "Anatomy of a Component").
    """
    return _LEAST_MARK + int(_digest(key, page)[:8], 16) % (2**31 - 1 - _LEAST_MARK)


_LEAST_MARK = 1_000_000


def _digest(key: str, page: int) -> str:
    return hashlib.sha256(f"{key}#{page}".encode()).hexdigest()
