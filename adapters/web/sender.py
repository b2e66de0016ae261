"""Carries the outbox's messages into the web chat's own places (`bot.delivery.sender.Sender`)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.web import refs
from adapters.web.limits import CAPABILITIES
from adapters.web.ports import WebWork
from adapters.web.refs import PLATFORM
from bot.community.clock import Clock
from bot.community.people import Account, Ref
from bot.community.places import Place, PlaceKind
from bot.delivery.sender import Gone, Posted, RateLimit, Receipt, Refused, Retry, SendResult
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

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        """Open a private room for the people of a place."""

        async def act(work: WebWork) -> SendResult:
            room, inside = refs.room(key), [account.member for account in place.people]
            await work.web.open_place(
                room, PlaceKind.ROOM, place.title, place.space.community, inside
            )
            return Receipt(Ref(PLATFORM, room))

        return await self._do(act)

    async def gather(self, key: str, place: Place) -> SendResult:
        """Let just the people of a place be in its room."""

        async def act(work: WebWork) -> SendResult:
            there = await work.web.place_called(place.ref.id) if place.ref else None
            if there is None or place.ref is None:
                return Refused("the room is there no more")
            await work.web.let_be_in(there, [account.member for account in place.people])
            return Receipt(place.ref)

        return await self._do(act)

    async def close_room(self, key: str, place: Place) -> SendResult:
        """Leave it as it is: whoever is in it may go on."""
        return Receipt(place.ref) if place.ref else Refused("the room is there no more")

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something; the channel for all, and what is one's own, open by the first word."""

        async def act(work: WebWork) -> SendResult:
            channel = await self._own(work, place.account) if place.account else place.ref
            if channel is None:
                return Refused("this member has gone")
            there = await work.web.place_called(channel.id)
            if there is None:
                there = await self._everybody(work, channel.id)
            if there is None:
                return Refused(f"the web chat has no place {channel.id}")
            thread = int(place.below.id) if place.below else None
            if thread and not await work.web.stands(thread):
                return Gone("the message is no longer there")
            return await self._keep(work, key, there, channel, message, thread)

        return await self._do(act)

    async def _own(self, work: WebWork, account: Account) -> Ref | None:
        """Where a member and Kindred are alone; nowhere if the member has gone."""
        member = await work.people.member(account.member)
        if member is None:
            return None
        await refs.open_own(work.web, member)
        return Ref(PLATFORM, refs.direct(member.id))

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Give a message new words."""

        async def act(work: WebWork) -> SendResult:
            if await work.web.edit(int(posted.message.id), message):
                return Receipt(posted.channel, posted.message)
            return Gone("the message is no longer there")

        return await self._do(act)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        """Take a message back."""

        async def act(work: WebWork) -> SendResult:
            await work.web.retract(int(posted.message.id))
            return Receipt(posted.channel, posted.message)

        return await self._do(act)

    async def _keep(
        self,
        work: WebWork,
        key: str,
        place: int,
        channel: Ref,
        message: Message,
        thread: int | None,
    ) -> SendResult:
        now = self._clock.now()
        kept = await work.web.post(f"outbox:{key}", place, message, now, thread=thread)
        return Receipt(channel, Ref(PLATFORM, str(kept)))

    async def _everybody(self, work: WebWork, key: str) -> int | None:
        community = refs.community_of(key)
        if community is None:
            return None
        name = refs.words.text("for_all")
        return await work.web.open_place(key, PlaceKind.CHANNEL, name, community)

    async def _do(self, act: Callable[[WebWork], Awaitable[SendResult]]) -> SendResult:
        try:
            async with self._open_work() as work:
                return await act(work)
        except Conflict as clash:
            return Retry(_AGAIN, str(clash))
        except NotReady as away:
            return Retry(_AWAY, str(away))
