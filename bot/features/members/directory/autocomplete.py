"""What is offered while people type whom they look for: topics, networks and towns."""

import re
from collections.abc import Iterable

from bot.features.members import feature
from bot.features.members.directory.views import topic_query
from bot.features.members.ports import Held, Overview, Work
from bot.routing.autocomplete import best, fold
from bot.routing.interaction import Call
from bot.ui.messages import Option

_AMONG = 500
"""Of topics, networks and towns each, those that most people have are looked at."""

_MANY = 50
"""Of each kind, those that hold what is typed."""

_FEW = 10
"""Of each kind, before anything is typed."""

_CLAUSE = re.compile(
    r"(?P<before>.*?)\b(?P<word>in|near|around|from|of|at)\s+(?P<name>[^\"“”]*)", re.IGNORECASE
)
_TOWNS = ("in", "near", "around")


@feature.autocomplete("words")
async def what_to_find(call: Call, work: Work, typed: str) -> list[Option]:
    """What the actor can find: the words that go on as was begun, and what goes with them."""
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    said = typed.split()
    if not said:
        return _offered("", await work.directory.overview(viewer, _FEW))
    held = await work.directory.holding(viewer, said[-1], _MANY)
    # nothing holds what is spelled in another way: then the nearest of all is looked for
    return best(typed, _offered(typed, held)) or _offered(
        typed, await work.directory.overview(viewer, _AMONG)
    )


def _offered(typed: str, there: Held | Overview) -> list[Option]:
    topics, networks, towns = (
        [name for name, _ in counted] for counted in (there.topics, there.networks, there.towns)
    )
    clause = _CLAUSE.fullmatch(typed)
    if clause:
        names = towns if clause["word"].lower() in _TOWNS else networks
        whole = [topic for topic in topics if fold(typed) in fold(topic)]
        return [*_topics("", whole), *_named(clause["before"] + clause["word"], names)]
    earlier = typed[: typed.rfind(" ") + 1]
    further = _topics(earlier, topics) if earlier.strip() else []
    return [*_topics("", topics), *_named("from", networks), *_named("in", towns), *further]


def _topics(before: str, topics: Iterable[str]) -> list[Option]:
    return [Option.of(f"{before}{topic}", f"{before}{topic_query(topic)}") for topic in topics]


def _named(before: str, names: Iterable[str]) -> list[Option]:
    return [Option.of(f"{before} {name}", f'{before} "{name}"') for name in names]
