"""Which column of a table says what: as its heading is known, or as somebody chose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.features.members.importing.headings import (
    CHOICES,
    COLUMNS,
    FIRST,
    GUARDED,
    LAST,
    heading_key,
    known_headings,
    nearest_column,
)

NAMED_BY = ("name", FIRST, LAST)
_FAMILY_NAMES = ("nom", "name")  # beside "prénom" and "Vorname"
_SAID_BY = {heading_key(f"prénom{s}") for s in ("", "s")} | {"votre prenom", "vorname", "rufname"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A column that is left alone: where it is, its heading, and what it may be."""

    at: int
    heading: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each cell of a row says, by its place; empty where it is left alone.

    `exact` is the heading of what Kindred gave itself: its cells are read to the letter.
    """

    fields: tuple[str, ...]
    unknown: tuple[Unknown, ...] = ()
    left: tuple[str, ...] = ()
    exact: bool = False
    understood: tuple[tuple[str, str], ...] = ()

    @property
    def name_people(self) -> bool:
        """Whether any column says who somebody is."""
        return any(field in NAMED_BY for field in self.fields)


def columns_of(header: Sequence[str], chosen: Mapping[str, str] = {}) -> Columns:
    """What the columns of this heading say; what somebody chose, by heading, counts before all."""
    keys = [heading_key(cell) for cell in header]
    placed = {place_of(header, heading): field for heading, field in chosen.items()}
    places = {at: field for at, field in placed.items() if at is not None}
    claims = {at: (rank, field) for at, rank, field in _claims(keys) if at not in places}
    best: dict[str, int] = {field: at for at, field in places.items() if field}
    for at, (_, field) in sorted(claims.items(), key=lambda claim: (claim[1][0], claim[0])):
        best.setdefault(field, at)
    fields = ["" for _ in header]
    for field, at in best.items():
        fields[at] = field
    unknown = [
        Unknown(at, header[at], "" if at in claims else _nearest(header[at], best))
        for at, field in enumerate(fields)
        if not field and at not in places and header[at].strip()
    ]
    return Columns(
        tuple(fields),
        tuple(unknown),
        tuple(header[at] for at, field in places.items() if not field),
        exact=_ours(header),
        understood=tuple((header[at], field) for at, field in enumerate(fields) if field),
    )


def place_of(header: Sequence[str], named: str) -> int | None:
    """Where the column is that somebody calls so, if there is one."""
    keys = [heading_key(cell) for cell in header]
    key = heading_key(named)
    return keys.index(key) if key in keys else None


def column_called(named: str) -> str | None:
    """The column that is called so; empty for none, `None` for an unknown name."""
    key = heading_key(named)
    if key in ("", "-", "none", "no"):
        return ""
    for choice in (*CHOICES, GUARDED):
        if key == heading_key(choice):
            return choice
    rank_and_field = known_headings().get(key)
    return rank_and_field[1] if rank_and_field else None


def _claims(keys: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    known = known_headings()
    surnames = bool(_SAID_BY & set(keys)) and not any(known.get(k) == (1, LAST) for k in keys)
    for at, key in enumerate(keys):
        if key in _FAMILY_NAMES and surnames:
            yield at, 1, LAST
        elif key == "nom":
            yield at, 1, "name"
        elif key in known:
            yield at, *known[key]


def _nearest(heading: str, taken: Mapping[str, int]) -> str:
    """What a heading may name, if no other does."""
    nearest = nearest_column(heading)
    named = nearest in NAMED_BY and any(field in taken for field in NAMED_BY)
    return "" if named or nearest in taken else nearest


def _ours(header: Sequence[str]) -> bool:
    return tuple(cell.strip() for cell in header[: len(COLUMNS)]) == COLUMNS
