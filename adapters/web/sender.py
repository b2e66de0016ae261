"""Carries the outbox's messages into the web chat's own places (`bot.delivery.sender.Sender`)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from adapters.web import refs
from adapters.web.limits import CAPABILITIES
from adapters.web.ports import WebWork
from adapters.web.refs import PLATFORM
from bot.community.clock import Clock
from bot.community.people import Account, Ref, Space
from bot.delivery.sender import Posted, RateLimit, Receipt, Refused, Retry, SendResult
from bot.errors import Conflict, NotReady
from bot.ui.messages import Message
from bot.work import OpenWork

_AWAY = timedelta(seconds=5)
_AGAIN = timedelta(seconds=0)


class WebSender:
    """Writes rows, each in a unit of work of its own; the same key writes nothing new."""

    platform = PLATFORM
    capabilities = CAPABILITIES
    rate_limit = RateLimit()

    def __init__(self, open_work: OpenWork[WebWork], clock: Clock) -> None:
        self._open_work = open_work
        self._clock = clock

    async def open_room(
        self,
        key: str,
        space: Space,
        members: Sequence[Account],
        title: str,
        *,
        again: bool = False,
    ) -> SendResult:
        """Open a private room for these members."""

        async def act(work: WebWork) -> SendResult:
            place = refs.room(key)
            inside = [account.member for account in members]
            await work.web.open_place(place, "room", title, space.community, inside)
            return Receipt(Ref(PLATFORM, place))

        return await self._do(act)

    async def post(
        self, key: str, channel: Ref, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something in a place; the channel for all is opened by the first word in it."""

        async def act(work: WebWork) -> SendResult:
            place = await work.web.place_called(channel.id)
            if place is None:
                place = await self._square(work, channel.id)
            if place is None:
                return Refused(f"the web chat has no place {channel.id}")
            return await self._keep(work, key, place, channel, message)

        return await self._do(act)

    async def direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something to one member."""

        async def act(work: WebWork) -> SendResult:
            member = await work.people.member(account.member)
            if member is None:
                return Refused("this member has gone")
            await refs.open_own(work.web, member)
            channel = Ref(PLATFORM, refs.direct(member.id))
            place = await work.web.place_called(channel.id)
            if place is None:
                return Refused("this member has no place")
            return await self._keep(work, key, place, channel, message)

        return await self._do(act)

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Give a message new words."""

        async def act(work: WebWork) -> SendResult:
            if await work.web.edit(int(posted.message.id), message):
                return Receipt(posted.channel, posted.message)
            return Refused("the message is no longer there")

        return await self._do(act)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        """Take a message back."""

        async def act(work: WebWork) -> SendResult:
            await work.web.retract(int(posted.message.id))
            return Receipt(posted.channel, posted.message)

        return await self._do(act)

    async def _keep(
        self, work: WebWork, key: str, place: int, channel: Ref, message: Message
    ) -> SendResult:
        kept = await work.web.post(f"outbox:{key}", place, message, self._clock.now())
        return Receipt(channel, Ref(PLATFORM, str(kept)))

    async def _square(self, work: WebWork, key: str) -> int | None:
        kind, _, community = key.partition(":")
        if kind != "square" or not community.isdecimal():
            return None
        return await work.web.open_place(key, "square", refs.words.text("square"), int(community))

    async def _do(self, act: Callable[[WebWork], Awaitable[SendResult]]) -> SendResult:
        try:
            async with self._open_work() as work:
                return await act(work)
        except Conflict as clash:
            return Retry(_AGAIN, str(clash))
        except NotReady as away:
            return Retry(_AWAY, str(away))
