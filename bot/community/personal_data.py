"""What is known about people: each feature declares its own, with how to give and erase it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One kind of data about a member.

    `records` names the records that hold it (the tables of `storage`), so that a house test can
    see that none was forgotten. `export` returns what a member is given (plain JSON values);
    `erase` removes it. Both take the unit of work and the member's id. What is declared last is
    erased first, and the member, with whom rows go, after all else: so whatever told of them can
    still be found, and taken back.
    """

    name: str
    records: tuple[str, ...]
    export: Callable[[Any, int], Awaitable[object]]
    erase: Callable[[Any, int], Awaitable[None]]
