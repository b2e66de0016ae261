"""One interaction is one unit of work; and there is one policy for what goes wrong."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol, TypeVar, assert_never

from pydantic import TypeAdapter

from bot.clock import Chance, Clock
from bot.commands import ArgumentReader, find_command
from bot.dialogs import Shower
from bot.errors import Conflict, FieldErrors, NotReady, UserError
from bot.feature import (
    Answer,
    Arrival,
    Call,
    Dialog,
    Open,
    Pressed,
    Reply,
    Request,
    Shown,
    Submitted,
    Think,
    Typed,
)
from bot.registry import Registry
from bot.ui import say
from bot.words import WordBook, speaking
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)
words = WordBook("bot")

_CODEC: TypeAdapter[Shown | None] = TypeAdapter(Shown | None)
_TRIES = 5

T = TypeVar("T")
GoOn = Callable[[Work], Awaitable[Answer]]


class Thinker(Protocol):
    """Runs slow pure functions where they hold up nobody."""

    async def __call__(self, compute: Callable[..., T], *arguments: object) -> T: ...


def as_json(shown: Shown | None) -> str:
    """An answer as JSON text."""
    return _CODEC.dump_json(shown).decode()


class _Pause(Exception):
    """Leaves a unit of work, undone, to think."""

    def __init__(self, thought: Think[Any]) -> None:
        self.thought = thought


class Dispatcher:
    """Takes every interaction of every chat; `nudge` is called after each that may have posted."""

    def __init__(
        self,
        registry: Registry,
        open_work: OpenWork[Work],
        clock: Clock,
        chance: Chance,
        think: Thinker,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self.registry = registry
        self._open_work = open_work
        self._clock = clock
        self._chance = chance
        self._think = think
        self._nudge = nudge

    async def __call__(self, arrival: Arrival, request: Request) -> Shown | None:
        """Do what was asked and return what to show; never raises."""
        with speaking(arrival.locale):
            try:
                return await self._act(arrival, request)
            except UserError as wrong:
                await self._keep_typed(arrival, request)
                return Reply(wrong.message, refused=True)
            except NotReady as away:
                log.warning("database away: %s", away)
                return Reply(say(words("interaction.away")), refused=True)
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("incident %s in %s", incident, _route(request))
                await self._keep_typed(arrival, request)
                return Reply(say(words("interaction.failed", incident=incident)), refused=True)
            finally:
                self._nudge()

    async def _act(self, arrival: Arrival, request: Request) -> Shown | None:
        seed = self._chance.seed()
        go_on: GoOn | None = None
        clashes = 0
        while True:
            try:
                return await self._once(arrival, request, seed, go_on)
            except Conflict:
                clashes, go_on = clashes + 1, None  # what was thought about has changed: think anew
                if clashes == _TRIES:
                    raise
            except FieldErrors as wrong:
                assert isinstance(request, Submitted)  # noqa: S101  # nothing else has fields
                return await self._show_again(arrival, request, seed, wrong)
            except _Pause as pause:
                go_on = await self._think_through(pause.thought)

    async def _think_through(self, thought: Think[Any]) -> GoOn:
        result = await self._think(thought.compute, *thought.arguments)
        return lambda work: thought.then(work, result)

    async def _once(
        self,
        arrival: Arrival,
        request: Request,
        seed: int,
        go_on: GoOn | None,
    ) -> Shown | None:
        async with self._open_work() as work:
            earlier = await work.answers.given(arrival.delivery_id)
            if earlier is not None:
                return _CODEC.validate_json(earlier)
            call = await self._call(arrival, work, seed)
            shower = Shower(self.registry, call, work)
            answer = await (go_on(work) if go_on else self._route(call, work, shower, request))
            if isinstance(answer, Think):
                raise _Pause(answer)
            shown = await shower.open(answer) if isinstance(answer, Open) else answer
            await react(self.registry, work, call.now)
            await work.answers.keep(arrival.delivery_id, as_json(shown))
            return shown

    async def _call(self, arrival: Arrival, work: Work, seed: int) -> Call:
        me = await work.people.member_behind(arrival.actor, arrival.space)
        if me is None:
            raise UserError(words("interaction.stranger"))
        community = await work.people.community(me.community)
        return Call(me, community, arrival, self._clock.now(), seed)

    async def _route(
        self, call: Call, work: Work, shower: Shower, request: Request
    ) -> Answer | Dialog:
        match request:
            case Typed(text=text):
                command, line, position = find_command(self.registry, text, call.me.role)
                reader = ArgumentReader(work.people, call.me, call.arrival.space, call.now)
                return await command.handler(
                    call, work, **await reader.read(command, line, position)
                )
            case Pressed(action=key, value=value):
                action = self.registry.actions.get(key)
                if action is None or not call.me.may(action.role):
                    raise UserError(words("interaction.gone"))
                return await action.handler(call, work, value)
            case Submitted(form=key):
                return await shower.turn(shower.route(key), request)
        assert_never(request)

    async def _keep_typed(self, arrival: Arrival, request: Request) -> None:
        """Keep a form that could not be taken, so that nobody types it twice."""
        if not isinstance(request, Submitted) or request.form not in self.registry.forms:
            return
        with suppress(Conflict, NotReady, UserError):
            async with self._open_work() as work:
                shower = Shower(self.registry, await self._call(arrival, work, 0), work)
                await shower.keep(shower.route(request.form), request)

    async def _show_again(
        self, arrival: Arrival, request: Submitted, seed: int, wrong: FieldErrors
    ) -> Dialog:
        async with self._open_work() as work:
            shower = Shower(self.registry, await self._call(arrival, work, seed), work)
            return await shower.show_again(shower.route(request.form), request, wrong)


async def react(registry: Registry, work: Work, now: datetime) -> None:
    """Let features react to what happened in this unit of work, until nothing new happens."""
    while work.events:
        event = work.events.pop(0)
        for reaction in registry.reactions(event):
            await reaction(event, work, now)


def _route(request: Request) -> str:
    match request:
        case Typed(text=text):
            return " ".join(text.split()[:2])
        case Pressed(action=action):
            return action
        case Submitted(form=form):
            return form
