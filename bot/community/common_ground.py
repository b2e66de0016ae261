"""What members are in together right now, in words that features share.

A feature says what of it members are openly in (`Feature.common_ground`); who looks for what people
share, whatever it is, asks `work.common_ground`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.community.facts import Fact


@dataclass(frozen=True, slots=True)
class CommonGround:
    """Something that several can be in; `about` is the row that it is."""

    about: Fact
    title: str


def shared(found: Mapping[int, Iterable[CommonGround]], members: Iterable[int]) -> str:
    """What the first thing is called that all of these members are in; empty for none."""
    theirs = [list(found.get(member, ())) for member in members]
    first, *rest = theirs or [[]]
    return next((each.title for each in first if all(each in other for other in rest)), "")
