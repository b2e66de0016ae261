"""Whose names a reader is told where people are listed: one rule for whatever lists them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from bot.community.people import Member
from bot.community.ports import NameBook
from bot.matching.eligibility import never_meet
from bot.matching.ports import Acquaintances


class Listed(Protocol):
    """Somebody on a list: a member, or a guest of one event (`None`).

    The name of one who is `hidden` is told to nobody but those who look after the list.
    """

    @property
    def member(self) -> int | None: ...
    @property
    def hidden(self) -> bool: ...


class Work(Protocol):
    """What it takes to say so."""

    @property
    def names(self) -> NameBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...


L = TypeVar("L", bound=Listed)


async def told_to(work: Work, reader: Member, listed: Sequence[L], now: datetime) -> list[L]:
    """Those of them whose names a reader is told who does not look after the list.

    Oneself always. Never those who hide their name, or whose profile the reader may not see, nor
    either of two who never want to meet.
    """
    (told,) = await told_to_each(work, [(reader, listed)], now)
    return told


async def told_to_each(
    work: Work, lists: Sequence[tuple[Member, Sequence[L]]], now: datetime
) -> list[list[L]]:
    """The same for several readers, each with a list of their own."""
    there = [(reader, [e.member for e in listed if e.member]) for reader, listed in lists]
    seen = await work.names.shown_to_each(there)
    everybody = {who for reader, ids in there for who in (reader.id, *ids)}
    known = await work.acquaintances.among(everybody, now)

    def is_told(each: L, reader: int, shown: Collection[int]) -> bool:
        member = each.member
        if member is None or member == reader:
            return member is not None or not each.hidden
        return not each.hidden and member in shown and not never_meet(reader, member, known)

    return [
        [each for each in listed if is_told(each, reader.id, shown)]
        for (reader, listed), shown in zip(lists, seen, strict=True)
    ]
