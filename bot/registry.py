"""All features put together: one look-up for commands, actions, forms, schedules, reactions."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.feature import Action, Command, Feature, FormRoute, Schedule
from bot.personal import PersonalData

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Registry:
    """What every adapter and the dispatcher read. Commands are keyed by root and words."""

    features: tuple[Feature[Any], ...]
    commands: dict[str, Command]
    actions: dict[str, Action]
    forms: dict[str, FormRoute]
    holds: tuple[PersonalData, ...]

    @classmethod
    def of(cls, features: Sequence[Feature[Any]], holds: Sequence[PersonalData] = ()) -> "Registry":
        """Put features together, and what adapters hold about people.

        Raises `ValueError` when two routes have one name.
        """
        return cls(
            tuple(features),
            _by((f"{c.root} {c.words}", c) for f in features for c in f.commands),
            _by((a.key, a) for f in features for a in f.actions),
            _by((r.spec.key, r) for f in features for r in f.forms),
            (*(held for f in features for held in f.holds), *holds),
        )

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


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"two routes are called {key!r}")
        found[key] = value
    return found
