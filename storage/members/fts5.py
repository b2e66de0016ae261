"""The directory's search engine on SQLite: FTS5."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.members.directory.search import COLUMNS, Document, Term
from bot.features.members.ports import Where
from bot.ui.tokens import Tokens
from storage.members.engines import Touched

_WEIGHTS = (10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 3.0, 3.0, 1.0)  # of COLUMNS
_COLUMNS = tuple("place" if name == "town" else name for name in COLUMNS)
"""COLUMNS as the index calls them."""
_OPEN, _SHUT = "\x01", "\x02"
_BETWEEN = " | "  # entries of a column; no part of any word
_GRAM = 3
_NEAR = """
SELECT * FROM (
    SELECT {n} AS n, rank AS score, w.word AS word
    FROM directory_trigrams JOIN directory_words w ON w.id = directory_trigrams.rowid
    WHERE directory_trigrams MATCH :grams{n} AND w.community_id = :community
    AND length(w.word) BETWEEN :length{n} - 3 AND :length{n} + 3
    ORDER BY rank LIMIT :limit
)
"""


class Fts5:
    """SQLite's FTS5 with its Porter stemmer and bm25."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.index: FromClause = table("directory", column("rowid"))
        self.member: ColumnElement[int] = literal_column("directory.rowid")

    def condition(
        self, terms: Sequence[Term], where: Where, *, any_of: bool
    ) -> ColumnElement[bool] | None:
        """A MATCH, which the town is part of, and what is to be nowhere."""
        wanted = [term for term in terms if not term.without]
        parts = [f"({_fts5(wanted, any_of=any_of)})"] if wanted else []
        if where.towns:
            parts.append(f"(place : ({_either(where.towns)}))")
        unwanted = _fts5([term for term in terms if term.without], any_of=True)
        if not parts and unwanted:
            those: Select[int] = select(literal_column("rowid")).select_from(text("directory"))
            return self.member.not_in(those.where(_match(unwanted)))
        without = f" NOT ({unwanted})" if unwanted else ""
        return _match(f"({' AND '.join(parts)}){without}") if parts else None

    def score(self, terms: Sequence[Term], *, any_of: bool) -> ColumnElement[float]:
        """Okapi BM25, by which a topic counts for more than a word of a long text."""
        if terms and all(term.without for term in terms):
            return literal_column("0.0")
        return func.bm25(literal_column("directory"), *_WEIGHTS)

    def beside_the_search(self, column: ColumnElement[int]) -> ColumnElement[int]:
        """As a sum: else SQLite goes through a community's profiles and searches for each."""
        return column + 0

    async def put(self, community: int, documents: Mapping[int, Document]) -> None:
        """Replace: FTS5 deletes what it knows by the same row."""
        names = ", ".join(_COLUMNS)
        values = ", ".join(f":{name}" for name in COLUMNS)
        await self._connection.execute(
            text(f"REPLACE INTO directory (rowid, {names}) VALUES (:id, {values})"),  # noqa: S608
            [
                {"id": id_, **{name: _BETWEEN.join(document[name]) for name in COLUMNS}}
                for id_, document in documents.items()
            ],
        )

    async def drop(self, members: Collection[int]) -> None:
        """Delete by row."""
        await self._connection.execute(
            text("DELETE FROM directory WHERE rowid = :id"), [{"id": m} for m in members]
        )

    async def learn(self, community: int, words: Collection[str]) -> None:
        """Triggers keep the trigrams."""
        await self._connection.execute(
            text(
                "INSERT OR IGNORE INTO directory_words (community_id, word)"
                " SELECT :community, value FROM json_each(:words)"
            ),
            {"community": community, "words": json.dumps(sorted(words))},
        )

    async def unlearn(self, community: int, words: Collection[str]) -> None:
        """Each word is looked for in the index; for the sum, see `beside_the_search`."""
        await self._connection.execute(
            text(
                """
                DELETE FROM directory_words
                WHERE community_id = :community
                AND word IN (SELECT value FROM json_each(:words))
                AND NOT EXISTS (
                    SELECT 1 FROM directory
                    JOIN profiles ON profiles.member_id = directory.rowid
                    WHERE directory MATCH '"' || directory_words.word || '"'
                    AND profiles.community_id + 0 = :community
                )
                """
            ),
            {"community": community, "words": json.dumps(sorted(words))},
        )

    async def spelled_like(self, community: int, words: Sequence[str], limit: int) -> list[str]:
        """Words that share trigrams, best by bm25; a slip in a word spoils at most three."""
        long = [word for word in words if len(word) >= _GRAM]
        if not long:
            return []
        values: dict[str, object] = {"community": community, "limit": limit}
        for n, word in enumerate(long):
            grams = sorted({word[i : i + _GRAM] for i in range(len(word) - _GRAM + 1)})
            values[f"grams{n}"] = " OR ".join(f'"{gram}"' for gram in grams)
            values[f"length{n}"] = len(word)
        near = " UNION ALL ".join(_NEAR.format(n=n) for n in range(len(long)))
        rows = await self._connection.execute(text(f"{near} ORDER BY n, score"), values)
        return [row.word for row in rows]

    async def touched(self, documents: Mapping[int, Document], terms: Sequence[Term]) -> Touched:
        """What FTS5 would highlight."""
        wanted = [term for term in terms if not term.without]
        if not wanted:
            return set()
        marked = (
            func.highlight(literal_column("directory"), number, _OPEN, _SHUT)
            for number in range(len(COLUMNS))
        )
        rows = await self._connection.execute(
            select(self.member, *marked)
            .select_from(self.index)
            .where(_match(_fts5(wanted, any_of=True)), self.member.in_(documents))
        )
        return {
            (row[0], name, number)
            for row in rows
            for name, words in zip(COLUMNS, row[1:], strict=True)
            for number, entry in enumerate(words.split(_BETWEEN))
            if _OPEN in entry
        }


def _match(query: str) -> ColumnElement[bool]:
    return literal_column("directory").op("MATCH", is_comparison=True)(query)


def _fts5(terms: Iterable[Term], *, any_of: bool) -> str:
    parts = (
        (f"{term.column} : " if term.column else "")
        + f"({_either([term.tokens, *term.others], prefix=term.prefix)})"
        for term in terms
    )
    return (" OR " if any_of else " AND ").join(f"({part})" for part in parts)


def _either(phrases: Iterable[Tokens], *, prefix: bool = False) -> str:
    return " OR ".join(f'"{" ".join(phrase)}"' + (" *" if prefix else "") for phrase in phrases)
