"""Whose names a reader is told where people are listed: one rule for whatever lists them."""

from collections.abc import Sequence
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
    there = [each.member for each in listed if each.member is not None]
    seen = await work.names.shown_to(reader, there)
    known = await work.acquaintances.among([reader.id, *there], now)

    def is_told(each: L) -> bool:
        member = each.member
        if member is None or member == reader.id:
            return member is not None or not each.hidden
        return not each.hidden and member in seen and not never_meet(reader.id, member, known)

    return [each for each in listed if is_told(each)]
