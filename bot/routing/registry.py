"""All features put together: one look-up for commands, actions, forms, schedules, reactions."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.community.personal_data import PersonalData
from bot.routing.feature import Action, Command, Feature, FormRoute, Schedule, Shortcut, VisitRoute
from bot.routing.interaction import Call, Visit
from bot.ui.messages import Message, Option, say

T = TypeVar("T")
Offer = Callable[..., Awaitable[Sequence[Option]]]
"""What is offered while an argument is typed."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What every adapter and the dispatcher read. Commands are keyed by root and words.

    `offers` are keyed by a command's key and the handler's parameter.
    """

    features: tuple[Feature[Any], ...]
    commands: dict[str, Command]
    actions: dict[str, Action]
    forms: dict[str, FormRoute]
    visits: dict[str, VisitRoute]
    shortcuts: tuple[Shortcut, ...]
    holds: tuple[PersonalData, ...]
    offers: dict[tuple[str, str], Offer]

    @classmethod
    def of(cls, features: Sequence[Feature[Any]], holds: Sequence[PersonalData] = ()) -> "Registry":
        """Put features together, and what adapters hold about people.

        Raises `ValueError` when two routes have one name, or when something is offered for an
        argument that no command has.
        """
        return cls(
            tuple(features),
            _by((c.key, c) for f in features for c in f.commands),
            _by((a.key, a) for f in features for a in f.actions),
            _by((r.spec.key, r) for f in features for r in f.forms),
            _by((v.key, v) for f in features for v in f.visits),
            tuple(s for f in features for s in f.shortcuts),
            (*(held for f in features for held in f.holds), *holds),
            {key: offer for f in features for key, offer in _offers(f)},
        )

    async def home(self, call: Call, work: Any) -> Message:
        """What a member sees at a glance, feature by feature."""
        return await home(self.features, call, work)

    async def greeting(self, visit: Visit, work: Any) -> Message | None:
        """What somebody is told who is no member; `None` when nothing is to be said."""
        for greet in (greet for f in self.features for greet in f.greetings):
            if message := await greet(visit, work):
                return message
        return None

    def visit(self, said: str, *, connected: bool) -> VisitRoute | None:
        """What somebody who is no member wants to do: a button's action, or a word they typed."""
        there = (route for route in self.visits.values() if route.connected == connected)
        return next((v for v in there if said in (v.key, v.key.rpartition(".")[2])), None)

    def schedules(self) -> list[tuple[str, Schedule]]:
        """Every schedule with its feature's name."""
        return [(f.name, schedule) for f in self.features for schedule in f.schedules]

    def reactions(self, event: object) -> list[Callable[..., Awaitable[None]]]:
        """What reacts to this event, in the order of the features."""
        return [
            handler
            for feature in self.features
            for kind, handler in feature.reactions
            if isinstance(event, kind)
        ]


async def home(features: Iterable[Feature[Any]], call: Call, work: Any) -> Message:
    """What a member sees of these features at a glance."""
    parts = [await glance(call, work) for f in features for glance in f.glances]
    return say(*(part for some in parts for part in some))


def _offers(feature: Feature[Any]) -> list[tuple[tuple[str, str], Offer]]:
    named = [(c, arg) for c in feature.commands for arg in c.args]
    idle = feature.offered.keys() - {arg.kind.name for _, arg in named}
    if idle:
        raise ValueError(f"{feature.name} has no argument called {min(idle)!r} to offer for")
    return [
        ((c.key, arg.parameter), feature.offered[arg.kind.name])
        for c, arg in named
        if arg.kind.name in feature.offered
    ]


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"two routes are called {key!r}")
        found[key] = value
    return found
