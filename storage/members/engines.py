"""What the directory needs of the search engine in a database.

Engines are given words that are folded already, so quoting is all that their query languages need.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, FromClause

from bot.features.members.directory.search import Column, Document, Term
from bot.features.members.ports import Where

Touched = set[tuple[int, Column, int]]


class Engine(Protocol):
    """What `storage.members.directory` needs of a search engine."""

    index: FromClause
    member: ColumnElement[int]

    def condition(
        self, terms: Sequence[Term], where: Where, *, any_of: bool
    ) -> ColumnElement[bool] | None:
        """What rows of the index match; `None` when the engine has nothing to look for."""
        ...

    def score(self, terms: Sequence[Term], *, any_of: bool) -> ColumnElement[float]:
        """How well a row matches; less is better."""
        ...

    def beside_the_search(self, column: ColumnElement[int]) -> ColumnElement[int]:
        """The column, written so that the search comes first and only its finds are looked at."""
        ...

    async def put(self, community: int, documents: Mapping[int, Document]) -> None:
        """Put documents in the place of those of the same members."""
        ...

    async def drop(self, members: Collection[int]) -> None: ...

    async def learn(self, community: int, words: Collection[str]) -> None:
        """Add to the vocabulary."""
        ...

    async def unlearn(self, community: int, words: Collection[str]) -> None:
        """Take out of the vocabulary what no document of the community holds any more."""
        ...

    async def spelled_like(self, community: int, words: Sequence[str], limit: int) -> list[str]:
        """Of the vocabulary, at most `limit` words nearest to each of these, in one query."""
        ...

    async def touched(self, documents: Mapping[int, Document], terms: Sequence[Term]) -> Touched:
        """Which entries of the documents hold one of the terms."""
        ...
