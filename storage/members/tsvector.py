"""The directory's search engine on PostgreSQL: tsvector and pg_trgm."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    column,
    func,
    literal_column,
    not_,
    or_,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.members.directory.search import COLUMNS, Column, Document, Term
from bot.features.members.ports import Where
from bot.ui.tokens import Tokens
from storage.members.engines import Touched

_LABELS: dict[Column, str] = {
    "name": "A",
    "topics": "A",
    "headline": "A",
    "offers": "B",
    "asks": "C",
    "town": "D",
    "networks": "D",
    "languages": "D",
    "about": "D",
}
_OWN_VECTOR = ("offers", "asks")
_CONFIG: ColumnElement[Any] = literal_column("'directory'::regconfig")
_LABEL_WEIGHTS: ColumnElement[Any] = literal_column(
    "'{0.15, 0.5, 0.6, 1.0}'::float4[]"
)  # of D, C, B, A


class TsVector:
    """PostgreSQL's full-text search with its English stemmer, a GIN index and trigrams."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.index: FromClause = table("directory", column("member_id"))
        self.member: ColumnElement[int] = literal_column("directory.member_id")

    def condition(
        self, terms: Sequence[Term], where: Where, *, any_of: bool
    ) -> ColumnElement[bool] | None:
        """The document matches, and the town does; what is to be nowhere does not."""
        wanted = [term for term in terms if not term.without]
        columns = sorted({term.column for term in wanted})
        conditions = [_found(name, wanted, any_of=any_of) for name in columns]
        if conditions:
            conditions = [or_(*conditions) if any_of else and_(*conditions)]
        if where.towns:
            there = func.to_tsquery(_CONFIG, _either(where.towns))
            conditions.append(_vector("place").bool_op("@@")(there))
        unwanted = [term for term in terms if term.without]
        conditions += [not_(_found(each.column, [each], any_of=True)) for each in unwanted]
        return and_(*conditions) if conditions else None

    def score(self, terms: Sequence[Term], *, any_of: bool) -> ColumnElement[float]:
        """ts_rank, by which a topic counts for more than a word of a long text."""
        wanted = [term for term in terms if not term.without]
        if not wanted:
            return literal_column("0.0")
        query = _tsquery(wanted, any_of=any_of)
        return -func.ts_rank(_LABEL_WEIGHTS, _vector("document"), query, 1)

    def beside_the_search(self, column: ColumnElement[int]) -> ColumnElement[int]:
        """As it is: the planner knows what a search costs."""
        return column

    async def put(self, community: int, documents: Mapping[int, Document]) -> None:
        """Insert, or replace."""
        vector = " || ".join(
            f"setweight(to_tsvector('directory', CAST(:{label} AS text)), '{label}')"
            for label in "ABCD"
        )
        await self._connection.execute(
            text(
                "INSERT INTO directory"  # noqa: S608
                " (member_id, community_id, document, offers, asks, place)"
                f" VALUES (:id, :community, {vector}, to_tsvector('directory', :B),"
                " to_tsvector('directory', :C), to_tsvector('directory', :town))"
                " ON CONFLICT (member_id) DO UPDATE SET document = excluded.document,"
                " offers = excluded.offers, asks = excluded.asks, place = excluded.place"
            ),
            [
                {"id": id_, "community": community, **_by_label(document)}
                for id_, document in documents.items()
            ],
        )

    async def drop(self, members: Collection[int]) -> None:
        """Delete by member."""
        await self._connection.execute(
            text("DELETE FROM directory WHERE member_id = ANY(:ids)"), {"ids": list(members)}
        )

    async def learn(self, community: int, words: Collection[str]) -> None:
        """In order, so that two who learn the same words do not wait for each other in a ring."""
        await self._connection.execute(
            text(
                "INSERT INTO directory_words (community_id, word)"
                " SELECT :community, word FROM unnest(CAST(:words AS text[])) AS word"
                " ON CONFLICT DO NOTHING"
            ),
            {"community": community, "words": sorted(words)},
        )

    async def unlearn(self, community: int, words: Collection[str]) -> None:
        """Each word is looked for in the index."""
        await self._connection.execute(
            text(
                """
                DELETE FROM directory_words w
                WHERE community_id = :community AND word = ANY(CAST(:words AS text[]))
                AND NOT EXISTS (
                    SELECT 1 FROM directory d
                    WHERE d.document @@ plainto_tsquery('directory', w.word)
                    AND d.community_id = :community
                )
                """
            ),
            {"community": community, "words": sorted(words)},
        )

    async def spelled_like(self, community: int, words: Sequence[str], limit: int) -> list[str]:
        """Words of a trigram similarity of at least 0.3, the most similar first."""
        rows = await self._connection.execute(
            text(
                """
                SELECT near.word FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS a (asked, n)
                CROSS JOIN LATERAL (
                    SELECT word, similarity(word, a.asked) AS alike FROM directory_words
                    WHERE community_id = :community AND word % a.asked
                    ORDER BY alike DESC, word LIMIT :limit
                ) near
                ORDER BY a.n, near.alike DESC, near.word
                """
            ),
            {"community": community, "words": list(words), "limit": limit},
        )
        return [row.word for row in rows]

    async def touched(self, documents: Mapping[int, Document], terms: Sequence[Term]) -> Touched:
        """Every entry is asked whether it matches; there are only those of one page."""
        places = [
            (id_, name, number, entry)
            for id_, document in documents.items()
            for name in COLUMNS
            for number, entry in enumerate(document[name])
        ]
        queries = {name: _any_in(name, terms) for name in COLUMNS}
        rows = await self._connection.execute(
            text(
                """
                SELECT n FROM unnest(CAST(:entries AS text[]), CAST(:queries AS text[]))
                WITH ORDINALITY AS e (entry, query, n)
                WHERE to_tsvector('directory', entry) @@ to_tsquery('directory', query)
                """
            ),
            {"entries": [p[3] for p in places], "queries": [queries[p[1]] for p in places]},
        )
        return {places[row.n - 1][:3] for row in rows}


def _vector(name: str) -> ColumnElement[Any]:
    return literal_column(f"directory.{name}")


def _found(column: str, terms: Iterable[Term], *, any_of: bool) -> ColumnElement[bool]:
    """Terms of one column are looked for in its own vector, of which the planner knows how rare."""
    here = [term for term in terms if term.column == column]
    if column not in _OWN_VECTOR:
        return _vector("document").bool_op("@@")(_tsquery(here, any_of=any_of))
    query = _tsquery([term.anywhere() for term in here], any_of=any_of)
    return _vector(column).bool_op("@@")(query)


def _tsquery(terms: Iterable[Term], *, any_of: bool) -> ColumnElement[Any]:
    parts = [_ts_term(term) for term in terms]
    return func.to_tsquery(_CONFIG, (" | " if any_of else " & ").join(parts))


def _any_in(name: Column, terms: Iterable[Term]) -> str:
    here = [term.anywhere() for term in terms if term.column in ("", name) and not term.without]
    return " | ".join(map(_ts_term, here))


def _ts_term(term: Term) -> str:
    label = _LABELS[term.column] if term.column else ""
    return f"({_either([term.tokens, *term.others], label, prefix=term.prefix)})"


def _either(phrases: Iterable[Tokens], label: str = "", *, prefix: bool = False) -> str:
    return " | ".join(f"({_phrase(phrase, label, prefix=prefix)})" for phrase in phrases)


def _phrase(phrase: Tokens, label: str, *, prefix: bool) -> str:
    last = len(phrase) - 1
    words = (
        f"'{token}'" + _flags(label, prefix=prefix and number == last)
        for number, token in enumerate(phrase)
    )
    return " <-> ".join(words)


def _flags(label: str, *, prefix: bool) -> str:
    flags = ("*" if prefix else "") + label
    return f":{flags}" if flags else ""


def _by_label(document: Document) -> dict[str, str]:
    parts = {
        label: " ".join(" ".join(document[name]) for name in COLUMNS if _LABELS[name] == label)
        for label in "ABCD"
    }
    return {**parts, "town": " ".join(document["town"])}
