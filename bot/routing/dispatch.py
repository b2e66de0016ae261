"""One interaction is one unit of work; and there is one policy for what goes wrong."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import replace
from typing import assert_never

from bot.community.clock import Chance, Clock
from bot.community.codes import codes_in, void_shown
from bot.community.domain_events import AccountGone
from bot.community.facts import Fact
from bot.community.naming import PeopleReader
from bot.community.ports import Whois
from bot.community.presence import doubt_again
from bot.community.roles import Role, may
from bot.delivery.addresses import ToAccount
from bot.delivery.live import View
from bot.delivery.sender import RateLimit
from bot.delivery.views import no_more
from bot.errors import Conflict, NotReady, UserError
from bot.routing.argument_reader import ArgumentReader
from bot.routing.autocomplete import autocomplete
from bot.routing.dialogs import Dialogs, given_back
from bot.routing.file_offers import offered
from bot.routing.files import FileSource
from bot.routing.hearing import Hearing, HearingWork
from bot.routing.interaction import (
    Answer,
    Arrival,
    Call,
    Changed,
    Compute,
    Dialog,
    FetchFile,
    Filled,
    FormOpened,
    HomeOpened,
    LookUpActor,
    Open,
    Pressed,
    Refresh,
    Reply,
    Request,
    Seen,
    Shown,
    Submitted,
    Typed,
    Update,
    Visit,
    leaves_no_trace,
)
from bot.routing.kept_answers import as_json, read_answer, to_keep
from bot.routing.questions import Executor, GoOn, Question, Questions
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.routing.routes import Routed, allowed, route
from bot.routing.said_values import said_on, said_with
from bot.routing.slots import Slot
from bot.routing.wishes import read_wish, together, wish
from bot.ui.forms import FieldErrors
from bot.ui.languages import (
    DEFAULT_LOCALE,
    current_locale,
    in_language,
    read_locale,
    switch_language,
)
from bot.ui.messages import Option, say
from bot.ui.words import WordBook
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)
words = WordBook("bot")

_TRIES = 5


class _Pause(Exception):
    """Leaves a unit of work, undone, to find something out."""

    def __init__(self, question: Question) -> None:
        self.question = question


class Dispatcher:
    """Takes every interaction of every chat; `nudge` is called after each that may have posted.

    `whois` asks each chat who an account belongs to, and `file_sources` have the files that were
    given there; `rate_limits` tells how fast each delivers. `hearing` takes what people write.
    """

    def __init__(
        self,
        registry: Registry,
        open_work: OpenWork[HearingWork],
        clock: Clock,
        chance: Chance,
        executor: Executor,
        nudge: Callable[[], None] = lambda: None,
        *,
        whois: Mapping[str, Whois] | None = None,
        file_sources: Mapping[str, FileSource] | None = None,
        rate_limits: Mapping[str, RateLimit] | None = None,
    ) -> None:
        self.registry = registry
        self.hearing = Hearing(registry, open_work, clock, nudge)
        self._questions = Questions(executor, whois or {}, file_sources or {})
        self._rate_limits = rate_limits or {}
        self._open_work = open_work
        self._clock = clock
        self._chance = chance
        self._nudge = nudge

    def routed(self, request: Request) -> Routed:
        """Find what is asked for, and whether a form will open, before it is done; never raises."""
        try:
            return route(self.registry, request)
        except Exception:
            log.exception("a %s could not be read", type(request).__name__)
            return Routed(request)

    async def __call__(
        self, arrival: Arrival, asked: Request | Routed, slot: Slot | None = None
    ) -> Shown | None:
        """Do what was asked and return what to show; never raises.

        The `slot` is let go while something is found out that may take long.
        """
        routed = asked if isinstance(asked, Routed) else self.routed(asked)
        request = routed.request
        with in_language(read_locale(arrival.locale)):
            try:
                shown = await self._act(arrival, routed, slot)
                return await self._go_on(arrival, shown, slot)
            except UserError as wrong:
                await self._keep_typed(arrival, request)
                return Reply(wrong.message, refused=True)
            except NotReady as away:
                log.warning("database away: %s", away)
                return Reply(given_back(self.registry, request), refused=True)
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("incident %s in %s", incident, routed.name)
                await self._keep_typed(arrival, request)
                return Reply(say(words("interaction.failed", incident=incident)), refused=True)
            finally:
                self._nudge()

    async def _go_on(
        self, arrival: Arrival, shown: Shown | None, slot: Slot | None
    ) -> Shown | None:
        """Do what somebody wanted who has now said yes, as an interaction of its own."""
        if not isinstance(shown, Reply) or not (then := read_wish(shown.then)):
            return shown
        routed, after = self.routed(then), f"{arrival.interaction_id}+"
        then_shown = await self(replace(arrival, interaction_id=after), routed, slot)
        return together(shown, routed, then_shown)

    async def answered(self, interaction_id: str) -> Shown | None:
        """What was answered to an earlier interaction, as long as that is kept.

        Raises `NotReady` when the database does not answer.
        """
        async with self._open_work(read_only=True) as work:
            kept = await work.answers.kept(interaction_id)
        return read_answer(kept) if kept else None

    async def autocomplete(
        self, arrival: Arrival, command: str, parameter: str, typed: str
    ) -> list[Option]:
        """What to offer while somebody types an argument of a command, best first; never raises."""
        with in_language(read_locale(arrival.locale)):
            try:
                async with self._open_work(read_only=True) as work:
                    call = await self._call(arrival, work, 0)
                    if isinstance(call, Visit):
                        return []
                    return await autocomplete(self.registry, call, work, command, parameter, typed)
            except (Conflict, NotReady, UserError) as nothing:
                log.info("nothing to offer for %s: %s", command, nothing)
            except Exception:
                log.exception("nothing to offer for %s %s", command, parameter)
            return []

    async def _act(self, arrival: Arrival, routed: Routed, slot: Slot | None) -> Shown | None:
        with ExitStack() as resources:

            async def found_out(question: Question) -> GoOn:
                async with slot.let_go() if slot else nullcontext():
                    return await self._questions.answer(arrival, question, resources)

            return await self._act_with(arrival, routed, found_out)

    async def _act_with(
        self,
        arrival: Arrival,
        routed: Routed,
        found_out: Callable[[Question], Awaitable[GoOn]],
    ) -> Shown | None:
        seed, request = self._chance.seed(), routed.request
        go_on: GoOn | None = None
        clashes = 0
        while True:
            try:
                await self._void_shown(arrival, request)
                return await self._once(arrival, routed, seed, go_on)
            except Conflict:
                clashes, go_on = clashes + 1, None  # what it was computed from has changed: again
                if clashes == _TRIES:
                    raise
            except FieldErrors as wrong:
                assert isinstance(request, Submitted)  # noqa: S101  # nothing else has fields
                return await self._show_again(arrival, request, seed, wrong)
            except _Pause as pause:
                go_on = await found_out(pause.question)

    async def _void_shown(self, arrival: Arrival, request: Request) -> None:
        """Let a code that others can read be good for nothing, whatever becomes of the rest."""
        if arrival.public and isinstance(request, Typed) and codes_in(request.text):
            async with self._open_work() as work:
                await void_shown(work.codes, request.text, self._clock.now())

    async def _once(
        self,
        arrival: Arrival,
        routed: Routed,
        seed: int,
        go_on: GoOn | None,
    ) -> Shown | None:
        async with self._open_work() as work:
            earlier = await work.answers.given(arrival.interaction_id, self._clock.now())
            if earlier is not None:
                return None if arrival.once else read_answer(earlier)
            call = await self._call(arrival, work, seed)
            if isinstance(call, Call):
                call = await _noting_language(call, work)
            answer: Answer | Dialog
            if isinstance(call, Visit):
                answer = await (go_on(work) if go_on else self._visited(call, work, routed))
            else:
                answer = await (go_on(work) if go_on else self._route(call, work, routed))
            if isinstance(answer, Compute | LookUpActor | FetchFile):
                raise _Pause(answer)
            shown = await self._shown(call, work, answer)
            await react(self.registry, work, call.now)
            if not arrival.once:  # else nobody gets it again
                await work.answers.keep(arrival.interaction_id, as_json(to_keep(shown)))
            return shown

    async def _call(self, arrival: Arrival, work: Work, seed: int) -> Call | Visit:
        now = self._clock.now()
        who = await work.people.acting_member(arrival.actor, arrival.space)
        if who is None:
            return Visit(arrival, await work.people.space(arrival.space), now, seed)
        switch_language(read_locale(arrival.locale) or who.member.locale)
        call = Call(who.member, who.community, arrival, now, seed, self.registry, self._rate_limits)
        return replace(call, grants=who.grants, keeps_home=who.keeps_home, was_gone=who.gone)

    async def _member(self, arrival: Arrival, work: Work, seed: int = 0) -> Call:
        call = await self._call(arrival, work, seed)
        if isinstance(call, Visit):
            raise UserError(words("interaction.stranger"))
        return call

    async def _shown(self, call: Call | Visit, work: Work, answer: Answer | Dialog) -> Shown | None:
        if isinstance(answer, Open):
            if isinstance(call, Visit):  # who may just have become a member
                call = await self._member(call.arrival, work, call.seed)
            return await Dialogs(self.registry, call, work).open(answer)
        if isinstance(answer, Update | Refresh):
            work.live.shown_otherwise()
        if isinstance(answer, Refresh):
            return await self._refreshed(call, work, answer.view)
        assert not isinstance(answer, Compute | LookUpActor | FetchFile)  # noqa: S101  # found out
        return answer

    async def _refreshed(self, call: Call | Visit, work: Work, view: View) -> Shown:
        """What a view has become, in the language of all who see it where it was pressed."""
        await work.live.touch(view)
        with in_language(current_locale() if call.arrival.alone else DEFAULT_LOCALE):
            message = await self.registry.view(view, work, call.now)
        return Update(message) if message else Reply(no_more(), refused=True)

    async def _visited(self, visit: Visit, work: Work, routed: Routed) -> Answer:
        """What somebody gets who is no member: what they may do, or else a greeting."""
        request = routed.request
        if isinstance(request, Changed):
            return None
        if found := self.registry.visit(*routed.wish, connected=visit.space is not None):
            return await found.handler(visit, work, **await said_on(visit, work, routed, found))
        visit = replace(visit, unasked=isinstance(request, Seen), wanted=wish(routed))
        greeting = await self.registry.greeting(visit, work)
        if greeting is None and isinstance(request, Seen):
            return None
        if greeting is None:
            raise UserError(words("interaction.stranger"))
        if not isinstance(request, Seen):
            return Reply(greeting, refused=not isinstance(request, HomeOpened))
        if visit.space:
            actor, space = visit.arrival.actor, visit.space
            fact = Fact.of("welcome", space.ref, part=actor.id)
            to = ToAccount(space.id, actor)
            await work.outbox.post(to, greeting, fact, community=space.community)
        return None

    async def _route(self, call: Call, work: Work, routed: Routed) -> Answer | Dialog:
        request = routed.request
        dialogs = Dialogs(self.registry, call, work)
        if not leaves_no_trace(request):
            await self._touch_homes(call, work)
        if call.was_gone and not isinstance(request, Changed):
            await doubt_again(work, call.me.id, call.now)
        match request:
            case Typed() | Filled():
                return await self._command(call, work, routed)
            case Pressed(value=value):
                action = routed.action
                if action is None or not may(call.standing, action.needs, "any"):
                    raise UserError(words("interaction.gone"))
                values = await ArgumentReader(call, work).button(action, value)
                return await action.handler(call, work, **values)
            case Submitted(form=key):
                return await dialogs.submit(dialogs.route(key), request)
            case FormOpened(form=key, subject=subject, page=page):
                return await dialogs.begin(key, subject, page)
            case HomeOpened() | Seen() | Changed():
                return await self._notice(call, work, request)
        assert_never(request)

    async def _command(self, call: Call, work: Work, routed: Routed) -> Answer:
        if routed.files and not routed.names_a_command:
            return Reply(offered(self.registry, call.standing, routed.files))
        if routed.talk and routed.command is None:
            return Reply(say(words(f"talk.{routed.talk.kind}.answer", name=call.me.name)))
        if routed.command is None and isinstance(routed.request, Typed):  # its words are said again
            reader = PeopleReader(work.people, call.me.community, call.arrival.space)
            text = await reader.with_names(routed.request.text)
            routed = replace(routed, request=replace(routed.request, text=text))
        command = allowed(self.registry, routed, call.standing)
        values = await said_with(ArgumentReader(call, work, command), routed)
        return await command.handler(call, work, **values)

    async def _notice(
        self, call: Call, work: Work, request: HomeOpened | Seen | Changed
    ) -> Reply | None:
        match request:
            case HomeOpened():
                await work.homes.seen(call.arrival.actor, call.arrival.space)
                return Reply(await self.registry.home(call, work))
            case Seen():
                return None
            case Changed(who=who):
                here, me = call.arrival.space, call.arrival.actor
                if changed := await work.people.follow(me, here, who.tidied(), call.now):
                    work.domain_events.append(changed)
                left = who.kind == "gone" and not call.was_gone
                account = await work.people.account(me, here) if left else None
                if account:
                    work.domain_events.append(AccountGone(account, call.community.id))
                return None

    async def _touch_homes(self, call: Call, work: Work) -> None:
        """What a member does shows on their home; what a facilitator does, on all facilitators'."""
        if call.me.may(Role.FACILITATOR):
            await work.homes.touch_facilitators(call.community.id, call.now)
        elif call.keeps_home:
            await work.homes.touch([call.me.id], call.now)

    async def _keep_typed(self, arrival: Arrival, request: Request) -> None:
        """Keep a form that could not be taken, so that nobody types it twice."""
        if not isinstance(request, Submitted) or request.form not in self.registry.forms:
            return
        with suppress(Conflict, NotReady, UserError):
            async with self._open_work() as work:
                dialogs = Dialogs(self.registry, await self._member(arrival, work), work)
                await dialogs.keep(dialogs.route(request.form), request)

    async def _show_again(
        self, arrival: Arrival, request: Submitted, seed: int, wrong: FieldErrors
    ) -> Dialog:
        async with self._open_work() as work:
            dialogs = Dialogs(self.registry, await self._member(arrival, work, seed), work)
            return await dialogs.show_again(dialogs.route(request.form), request, wrong)


async def _noting_language(call: Call, work: Work) -> Call:
    """Remember which language the actor's chat tells, for what is said to them later."""
    told = read_locale(call.arrival.locale)
    if not told or told == call.me.locale:
        return call
    await work.people.set_locale(call.me.id, told)
    return replace(call, me=replace(call.me, locale=told))
