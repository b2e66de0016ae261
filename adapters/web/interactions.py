"""What people do in the chat goes to the core, and what the core answers into the chat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never, cast

from adapters.web.parse import command_in, heard_spans, message_of, with_refs, without_call
from adapters.web.ports import WebWork
from adapters.web.refs import PLATFORM
from bot.community.clock import Clock
from bot.community.codes import void_shown, without_codes
from bot.community.own_chat import ChatPlace
from bot.community.people import Member, Ref
from bot.community.places import PlaceKind
from bot.delivery.heard import Heard, HeardSpan
from bot.delivery.sender import Posted
from bot.routing.command_line import read_line
from bot.routing.dispatch import Dispatcher
from bot.routing.hearing import HearingWork
from bot.routing.interaction import Arrival, Dialog, Reply, Request, Typed, Update
from bot.ui.messages import Message
from bot.work import OpenWork


@dataclass(frozen=True, slots=True)
class InteractionContext:
    """Who does something, and where. `message` is the one whose button they pressed.

    `locale` is the language that their browser is set to, if it says.
    """

    member: Member
    place: ChatPlace
    thread: int | None = None
    message: int | None = None
    locale: str = ""

    def arrival(self, delivery: str, *, public: bool = False) -> Arrival:
        """The interaction as the core sees it; `public` if others read what was typed."""
        me, here = self.member, Ref(PLATFORM, self.place.key)
        return Arrival(
            actor=Ref(PLATFORM, str(me.id)),
            space=Ref(PLATFORM, str(me.community)),
            channel=here,
            interaction_id=delivery,
            thread=Posted(here, Ref(PLATFORM, str(self.thread))) if self.thread else None,
            public=public,
            locale=self.locale,
        )


class Interactions:
    """Passes them to the core. Each is known by its delivery: repeated, it shows the same once."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        open_work: OpenWork[WebWork],
        clock: Clock,
        nudge: Callable[[], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._open_work = open_work
        self._clock = clock
        self._nudge = nudge

    async def say(
        self, context: InteractionContext, text: str, people: list[Member], delivery: str
    ) -> Dialog | None:
        """A message to the others there, a command, or both: `@Kindred …` is said aloud.

        What is part of a conversation is heard, unless it names a command.
        """
        roots = [root.name for root in self._dispatcher.registry.roots]
        command = command_in(text, context.place.kind, roots)
        alone = context.place.kind is PlaceKind.DIRECT
        aloud = command is None or not text.startswith("/") or alone
        public = aloud and not alone
        if await self._is_to_be_heard(context, text, command):
            await self._hear(context, text, people, delivery)
            return None
        if aloud:
            async with self._open_work() as work:
                await self._keep(work, context, text, people, delivery)
            self._nudge()
        if command is None:
            return None
        typed = Typed(with_refs(command, people, await self._channels(context, command)))
        return await self.ask(context, typed, delivery, asked="" if aloud else text, public=public)

    async def edit(
        self,
        context: InteractionContext,
        message: int,
        text: str,
        people: list[Member],
        delivery: str,
    ) -> None:
        """Let somebody have said something else, wherever else it shows."""
        roots = [root.name for root in self._dispatcher.registry.roots]
        command = command_in(text, context.place.kind, roots)
        heard = await self._is_to_be_heard(context, text, command)

        async def keep(work: HearingWork) -> Heard | None:
            now, chat = self._clock.now(), cast("WebWork", work)
            if context.place.kind is not PlaceKind.DIRECT:
                await void_shown(work.codes, text, now)
            there = await chat.web.edit(message, message_of(text, people))
            at, spans = _posted(context, message), _spans(text, people)
            return Heard(at, "edited", spans, version=now.timestamp()) if there and heard else None

        await self._dispatcher.hearing.hear_kept(context.arrival(delivery), keep)
        self._nudge()

    async def take_back(self, context: InteractionContext, message: int, delivery: str) -> None:
        """Delete what somebody said themselves, wherever else it shows."""

        async def keep(work: HearingWork) -> Heard:
            await cast("WebWork", work).web.retract(message)
            at = self._clock.now().timestamp()
            return Heard(_posted(context, message), "deleted", version=at)

        await self._dispatcher.hearing.hear_kept(context.arrival(delivery), keep)
        self._nudge()

    async def _is_to_be_heard(
        self, context: InteractionContext, text: str, command: str | None
    ) -> bool:
        """Whether it is for a conversation. All words are, below what Kindred sent them alone."""
        alone_below = context.place.kind is PlaceKind.DIRECT and context.thread
        named = command if command is not None and not alone_below else None
        if text.startswith("/"):
            return False
        if named is not None and read_line(self._dispatcher.registry, named).command:
            return False
        top = Ref(PLATFORM, str(context.thread)) if context.thread else None
        return await self._dispatcher.hearing.listens(Ref(PLATFORM, context.place.key), top)

    async def _hear(
        self,
        context: InteractionContext,
        text: str,
        people: list[Member],
        delivery: str,
    ) -> None:
        """Keep it here, and have it carried to wherever else it shows, both or neither."""

        async def keep(work: HearingWork) -> Heard:
            kept = await self._keep(cast("WebWork", work), context, text, people, delivery)
            return Heard(_posted(context, kept), spans=_spans(text, people))

        await self._dispatcher.hearing.hear_kept(context.arrival(delivery, public=True), keep)
        self._nudge()

    async def _keep(
        self,
        work: WebWork,
        context: InteractionContext,
        text: str,
        people: list[Member],
        delivery: str,
    ) -> int:
        """Keep what somebody said to all who read there; returns the id of the message."""
        now = self._clock.now()
        if context.place.kind is not PlaceKind.DIRECT:
            await void_shown(work.codes, text, now)
        return await work.web.post(
            f"said:{delivery}",
            context.place.id,
            message_of(without_codes(text), people),
            now,
            author=context.member.id,
            thread=context.thread,
        )

    async def _channels(self, context: InteractionContext, command: str) -> list[ChatPlace]:
        """The channels that a command may name."""
        if "#" not in command:
            return []
        async with self._open_work(read_only=True) as work:
            places = await work.web.places(context.member, 0)
        return [place for place in places if place.kind is PlaceKind.CHANNEL]

    async def ask(
        self,
        context: InteractionContext,
        request: Request,
        delivery: str,
        asked: str = "",
        *,
        public: bool = False,
    ) -> Dialog | None:
        """Have the core do something, show its answer in the place, or return a form to fill in."""
        shown = await self._dispatcher(context.arrival(delivery, public=public), request)
        match shown:
            case None:
                return None
            case Dialog():
                return shown
            case Update(message=message):
                if context.message is None or not await self._edit(context.message, message):
                    await self._answer(context, message, delivery, asked, private=True)
            case Reply(message=message, only_for_actor=private, secret=secret):
                await self._answer(context, message, delivery, asked, private, sealed=secret)
            case _:
                assert_never(shown)
        self._nudge()
        return None

    async def _edit(self, message: int, body: Message) -> bool:
        async with self._open_work() as work:
            return await work.web.edit(message, body)

    async def _answer(
        self,
        context: InteractionContext,
        body: Message,
        delivery: str,
        asked: str,
        private: bool,
        *,
        sealed: bool = False,
    ) -> None:
        """Keep an answer; between a member and Kindred all is private without saying so.

        Whoever was erased by what they did has no place any more in which it could stand.
        """
        hidden = private and context.place.kind is not PlaceKind.DIRECT
        async with self._open_work() as work:
            if await work.people.member(context.member.id) is None:
                return
            await work.web.post(
                f"answer:{delivery}",
                context.place.id,
                body,
                self._clock.now(),
                only_for=context.member.id if hidden else None,
                thread=context.thread,
                asked_by=context.member.id if asked else None,
                asked=without_codes(asked),
                sealed=sealed,
            )


def _posted(context: InteractionContext, message: int) -> Posted:
    """Where a message stands, as the core knows it."""
    top = Ref(PLATFORM, str(context.thread)) if context.thread else None
    return Posted(Ref(PLATFORM, context.place.key), Ref(PLATFORM, str(message)), top)


def _spans(text: str, people: list[Member]) -> tuple[HeardSpan, ...]:
    """What somebody wrote, as it is heard."""
    return heard_spans(message_of(without_call(text), people))
