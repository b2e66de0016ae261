"""All features put together: one look-up for commands, actions, forms, schedules, reactions."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.community.common_ground import CommonGround
from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.opportunities import Opportunity
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.personal_data import PersonalData
from bot.community.reportables import Reportable
from bot.community.roles import Role, Standing, may
from bot.delivery.live import View
from bot.routing.arguments import Arg, ArgKind, ChoiceArg, PersonArg, ThingArg
from bot.routing.declared import (
    FACILITATE,
    KINDRED,
    Action,
    Command,
    FormRoute,
    Root,
    Schedule,
    Shortcut,
    VisitRoute,
)
from bot.routing.feature import Feature
from bot.routing.files import FileRoute
from bot.routing.interaction import Call, CommandHelp, Visit
from bot.routing.pages import PageRoute
from bot.ui.messages import Message, Option, Part, say
from bot.ui.words import WordBook

words = WordBook("bot")

_OF_OLD = tuple(Root(name, words.later(f"root.{name}")) for name in (KINDRED, FACILITATE))

T = TypeVar("T")
Autocomplete = Callable[..., Awaitable[Sequence[Option]]]
"""What is offered while an argument is typed."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What every adapter and the dispatcher read. Commands are keyed by root and words.

    `roots` are those with which some command begins.
    `autocompletions` are keyed by a command's key and the handler's parameter.
    """

    features: tuple[Feature[Any], ...]
    roots: tuple[Root, ...]
    commands: dict[str, Command]
    actions: dict[str, Action]
    forms: dict[str, FormRoute]
    visits: tuple[VisitRoute, ...]
    shortcuts: tuple[Shortcut, ...]
    personal_data: tuple[PersonalData, ...]
    autocompletions: dict[tuple[str, str], Autocomplete]
    pages: dict[str, PageRoute]
    sent_pages: dict[str, PageRoute]
    files: dict[str, FileRoute]
    live_views: dict[str, Callable[..., Awaitable[Message | None]]]
    origins: dict[str, Callable[..., Awaitable[Origin | None]]]
    gatherings: dict[str, Callable[..., Awaitable[Gathering | None]]]
    reportables: dict[str, Callable[..., Awaitable[Reportable | None]]]
    openings: dict[str, Callable[..., Awaitable[Message | None]]]

    @classmethod
    def of(
        cls, features: Sequence[Feature[Any]], personal_data: Sequence[PersonalData] = ()
    ) -> "Registry":
        """Put features together, and what adapters hold about people.

        Raises `ValueError` when two routes have one name, or when something is offered for an
        argument that no command has.
        """
        return cls(
            tuple(features),
            _roots(features),
            _by((c.key, c) for f in features for c in f.commands),
            _by((a.key, a) for f in features for a in f.actions),
            _by((r.spec.key, r) for f in features for r in f.forms),
            _visits(features),
            tuple(s for f in features for s in f.shortcuts),
            (*(data for f in features for data in f.personal_data), *personal_data),
            {key: each for f in features for key, each in _autocompletions(f)},
            _by((p.path, p) for f in features for p in f.pages if not p.sent),
            _by((p.path, p) for f in features for p in f.pages if p.sent),
            _by((file.key, file) for f in features for file in f.files),
            _by(view for f in features for view in f.live_views),
            _by(origin for f in features for origin in f.origins),
            _by(gathering for f in features for gathering in f.gatherings),
            _by(reportable for f in features for reportable in f.reportables),
            _by(opening for f in features for opening in f.openings),
        )

    def commands_for(self, standing: Standing) -> list[CommandHelp]:
        """Every command that is listed and that somebody may use."""
        return [
            CommandHelp(c.usage, c.help(), c.needs.for_facilitators)
            for c in self.commands.values()
            if c.listed and may(standing, c.needs, "any")
        ]

    def about(self, root: str) -> str:
        """What the commands of a root are for."""
        return next(each.about() for each in self.roots if each.name == root)

    def offers(self, command: Command, arg: Arg) -> bool:
        """Whether something is offered while an argument is typed."""
        declared = (command.key, arg.parameter) in self.autocompletions
        return declared or isinstance(arg.kind, PersonArg | ChoiceArg)

    async def home(self, call: Call, work: Any) -> Message:
        """What stands on the home of a member, feature by feature."""
        return say(
            *await _lines([each for f in self.features for each in f.home_lines], call, work)
        )

    async def view(self, view: View, work: Any, now: datetime) -> Message | None:
        """What a live view shows now; `None` when it is no more. Raises `KeyError` for no kind."""
        return await self.live_views[view.kind](view.subject, work, now)

    async def opportunities(self, work: Any, community: int, now: datetime) -> list[Opportunity]:
        """What members of a community may join or come to now, feature by feature."""
        declared = [each for f in self.features for each in f.open_things]
        return [found for each in declared for found in await each(work, community, now)]

    async def taken_up(self, work: Any, member: int, now: datetime) -> set[Fact]:
        """Of which of them a member has said what they do, feature by feature."""
        declared = [each for f in self.features for each in f.things_taken_up]
        return {fact for each in declared for fact in await each(work, member, now)}

    async def origin(self, work: Any, about: Fact, who: Member, now: datetime) -> Origin | None:
        """What this member may make something of; `None` when it is no more, or not theirs."""
        found = self.origins.get(about.kind)
        return await found(about.subject, who, work, now) if found else None

    async def common_ground(
        self, work: Any, members: Collection[int], now: datetime
    ) -> dict[int, list[CommonGround]]:
        """What each of these members is openly in, feature by feature."""
        found: dict[int, list[CommonGround]] = {}
        for feature in self.features:
            for each in feature.common_grounds:
                for member, things in (await each(work, members, now)).items():
                    found.setdefault(member, []).extend(things)
        return found

    async def gathering(self, work: Any, about: Fact, now: datetime) -> Gathering | None:
        """When people come to something next; `None` when it is no more, or has no time to come."""
        found = self.gatherings.get(about.kind)
        return await found(about.subject, work, now) if found else None

    async def opening(self, work: Any, about: Fact, member: int, now: datetime) -> Message | None:
        """What a member reads first who shares no room with the others that a fact has one for."""
        found = self.openings.get(about.kind)
        return await found(about, member, work, now) if found else None

    async def reportable(self, work: Any, about: Fact) -> Reportable | None:
        """What can be reported by this fact; `None` when it is no more, or nothing of the kind."""
        found = self.reportables.get(about.kind)
        return await found(about.subject, work) if found else None

    async def held_about(self, work: Any, member: int) -> dict[str, object]:
        """Everything that is known about a member, kind by kind, in plain JSON values."""
        return {held.name: await held.export(work, member) for held in self.personal_data}

    async def erase(self, work: Any, member: int) -> None:
        """Erase all of it, and the member: nobody can undo that."""
        for held in reversed(self.personal_data):
            await held.erase(work, member)

    async def to_do(self, call: Call, work: Any) -> list[Part]:
        """What facilitators have to look at or decide; nothing for anybody else."""
        if not call.me.may(Role.FACILITATOR):
            return []
        lines = [each for f in self.features for each in f.to_do_lines]
        return await _lines(lines, call, work)

    async def search(self, call: Call, work: Any, query: str) -> list[Part]:
        """What else than people is found by these words."""
        lines = [each for f in self.features for each in f.search_lines]
        return await _lines(lines, call, work, query)

    async def greeting(self, visit: Visit, work: Any) -> Message | None:
        """What somebody is told who is no member; `None` when nothing is to be said."""
        for greet in (greet for f in self.features for greet in f.greetings):
            if message := await greet(visit, work):
                return message
        return None

    def visit(self, command: str, action: str, *, connected: bool) -> VisitRoute | None:
        """What somebody who is no member wants to do, by a command's key or a button's action."""
        there = (route for route in self.visits if route.connected == connected)
        for visit in there:
            if (command and visit.command == command) or (action and visit.action == action):
                return visit
        return None

    def schedules(self) -> list[Schedule]:
        """Every schedule, feature by feature."""
        return [schedule for f in self.features for schedule in f.schedules]

    def reactions(self, event: object) -> list[Callable[..., Awaitable[None]]]:
        """What reacts to this event, in the order of the features."""
        return [
            handler
            for feature in self.features
            for kind, handler in feature.reactions
            if isinstance(event, kind)
        ]


async def _lines(
    handlers: Sequence[Callable[..., Awaitable[Sequence[Part | None]]]], *arguments: Any
) -> list[Part]:
    return [part for each in handlers for part in await each(*arguments) if part is not None]


def _autocompletions(feature: Feature[Any]) -> list[tuple[tuple[str, str], Autocomplete]]:
    named = [(c, arg) for c in feature.commands for arg in c.typed]
    idle = feature.autocompletions.keys() - {arg.kind.name for _, arg in named}
    if idle:
        raise ValueError(f"{feature.name} has no argument called {min(idle)!r} to complete")
    found = []
    for command, arg in named:
        own = arg.kind.offers if isinstance(arg.kind, ThingArg) else None
        if offers := feature.autocompletions.get(arg.kind.name, own):
            found.append(((command.key, arg.parameter), offers))
    return found


def _roots(features: Sequence[Feature[Any]]) -> tuple[Root, ...]:
    """The roots that begin commands: the two of old, then those of features."""
    own = [Root(f.root, f.words.later(f"root.{f.root}")) for f in features if f.root]
    roots = _by((root.name, root) for root in [*_OF_OLD, *own])
    commands = [command for f in features for command in f.commands]
    for command in commands:
        if command.root == KINDRED and {*command.words.split()[:1]} & roots.keys():
            raise ValueError(f"/{command.key} would be taken for a command of another root")
    used = {command.root for command in commands}
    return tuple(root for root in roots.values() if root.name in used)


def _visits(features: Sequence[Feature[Any]]) -> tuple[VisitRoute, ...]:
    """What those may do who are no members; every chat shows the commands that members have."""
    visits = tuple(visit for f in features for visit in f.visits)
    commands = {c.key: c for f in features for c in f.commands}
    actions = {a.key: a for f in features for a in f.actions}
    for visit in visits:
        command, action = commands.get(visit.command), actions.get(visit.action)
        if visit.command and command is None:
            raise ValueError(f"who is no member has no command {visit.command!r} to type")
        if visit.action and action is None:
            raise ValueError(f"who is no member has no button {visit.action!r} to press")
        takes = _what_is_taken(visit.args)
        if command and takes != _what_is_taken(command.typed):
            raise ValueError(f"/{command.key} takes something else of who is no member")
        said = (takes, visit.carries)
        if action and said != (_what_is_taken(action.args), action.carries):
            raise ValueError(f"the button {action.key} says something else for who is no member")
    return visits


def _what_is_taken(args: Sequence[Arg]) -> list[tuple[str, ArgKind, bool]]:
    """Arguments as far as two declarations of them have to agree."""
    return [(arg.parameter, arg.kind, arg.required) for arg in args]


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"two routes are called {key!r}")
        found[key] = value
    return found
