"""The directory's index, made anew by a migration when what profiles are found by has changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from bot.community.profiles import Profile
from bot.features.members.directory.search import COLUMNS, Document, document_of, vocabulary

_PROFILES = 1000
"""So many are read, and written, at a time."""

_LISTS = ("topics", "offers", "asks", "languages")
_LABELS = {"A": ("name", "topics", "headline"), "B": ("offers",), "C": ("asks",)}
_LABELS["D"] = ("town", "networks", "languages", "about")
_READ = sa.text(
    "SELECT p.member_id, p.community_id, m.name, p.headline, p.about, p.place,"
    " p.topics, p.offers, p.asks, p.languages, n.name AS network"
    " FROM (SELECT * FROM profiles WHERE member_id > :after ORDER BY member_id LIMIT :most) p"
    " JOIN members m ON m.id = p.member_id"
    " LEFT JOIN member_networks b ON b.member_id = p.member_id"
    " LEFT JOIN networks n ON n.id = b.network_id"
    " ORDER BY p.member_id, b.position"
)
_VECTOR = " || ".join(
    f"setweight(to_tsvector('directory', CAST(:{label} AS text)), '{label}')" for label in _LABELS
)
_POSTGRES = (
    "INSERT INTO directory (member_id, community_id, document, offers, asks, place)"  # noqa: S608
    f" VALUES (:id, :community, {_VECTOR}, to_tsvector('directory', :B),"
    " to_tsvector('directory', :C), to_tsvector('directory', :town))"
    " ON CONFLICT (member_id) DO UPDATE SET document = excluded.document,"
    " offers = excluded.offers, asks = excluded.asks, place = excluded.place",
    "INSERT INTO directory_words (community_id, word)"
    " VALUES (:community, :word) ON CONFLICT DO NOTHING",
)
_SQLITE = (
    "REPLACE INTO directory (rowid, name, topics, headline, offers, asks, place, networks,"
    " languages, about) VALUES (:id, :name, :topics, :headline, :offers, :asks, :town, :networks,"
    " :languages, :about)",
    "INSERT OR IGNORE INTO directory_words (community_id, word) VALUES (:community, :word)",
)


def make_anew(connection: sa.Connection) -> None:
    """Let everybody be found by what their profile says, as it is read now."""
    postgres = connection.dialect.name == "postgresql"
    put, learn = map(sa.text, _POSTGRES if postgres else _SQLITE)
    connection.execute(sa.text("DELETE FROM directory_words"))
    for page in _pages(connection):
        values = _by_label if postgres else _by_column
        connection.execute(
            put, [{"id": id_, "community": here, **values(each)} for id_, here, each in page]
        )
        known = {(at, word) for _, at, each in page for word in vocabulary([each])}
        if known:
            learned = [{"community": community, "word": word} for community, word in sorted(known)]
            connection.execute(learn, learned)


def _pages(connection: sa.Connection) -> Iterator[Sequence[tuple[int, int, Document]]]:
    last = 0
    while rows := connection.execute(_READ, {"after": last, "most": _PROFILES}).all():
        last = rows[-1].member_id
        yield [_of(list(its)) for _, its in groupby(rows, lambda row: row.member_id)]


def _of(rows: Sequence[sa.Row[Any]]) -> tuple[int, int, Document]:
    """Whose it is, in which community, and what they are found by; a row for each network."""
    row = rows[0]
    told: dict[str, Any] = {name: tuple(json.loads(getattr(row, name))) for name in _LISTS}
    told |= {"headline": row.headline, "about": row.about, "town": row.place}
    belongs = tuple(each.network for each in rows if each.network)
    document = document_of(Profile(row.name, networks=belongs, **told))
    return row.member_id, row.community_id, document


def _by_label(document: Document) -> Mapping[str, str]:
    parts = {
        label: " ".join(" ".join(document[name]) for name in names)  # type: ignore[index]
        for label, names in _LABELS.items()
    }
    return {**parts, "town": " ".join(document["town"])}


def _by_column(document: Document) -> Mapping[str, str]:
    return {name: " | ".join(document[name]) for name in COLUMNS}
