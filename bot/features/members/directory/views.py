"""What members get to see of the directory: people found, what there is to find."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from rapidfuzz import fuzz, process

from bot.features.members import words
from bot.features.members.directory.finding import Found, Hit
from bot.features.members.directory.search import Column
from bot.features.members.ports import Counts, Overview
from bot.ui.capabilities import FLOOR, short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Mention,
    Message,
    Note,
    Option,
    Part,
    Plain,
    RichText,
    Select,
    Text,
    fields,
    rich,
    row,
    say,
)
from bot.ui.tokens import tokens
from bot.ui.words import listed

PROFILE = named("kindred profile")
FIND = named("kindred find")
FIND_MORE = named("kindred find", "query", "page page")

MORE, SHOW, LOOK = "more", "show", "look"
QUERY_BYTES = FLOOR.route_bytes - len(f"members.{MORE}:9999:")
"""The longest query that fits in a button."""

_LISTED = 8  # entries of each kind in the overview's text
_ENTRY = 90  # characters of an entry given as a reason

# Found ----------------------------------------------------------------------------------------

_ORDER: tuple[Column, ...] = (
    "name",
    "topics",
    "town",
    "networks",
    "offers",
    "asks",
    "languages",
    "headline",
    "about",
)
_QUOTED: frozenset[Column] = frozenset(("offers", "asks", "about"))


def people_found(found: Found, query: str, me: int) -> Message:
    """One page of people, with why each was found."""
    key = "find.heading_capped" if found.capped else "find.heading"
    heading = words(key, count=found.total, query=unquoted(query))
    blocks: list[Part | None] = [Text(heading), *_understood(found)]
    for hit in found.hits:
        blocks += _hit(hit, me)
    options = tuple(Option.of(hit.profile.name, str(hit.member)) for hit in found.hits)
    blocks.append(row(Select(words.text("find.choose"), f"members.{SHOW}", options, PROFILE())))
    return say(*blocks, *_pages(found, query))


def unquoted(query: str) -> str:
    """A query to be put in quotation marks."""
    return query.replace('"', "")


def _understood(found: Found) -> list[Part | None]:
    notes = []
    if found.looked_for:
        notes.append(words("find.looked_for", words=_quoted(found.looked_for)))
    for column in ("asks", "offers"):
        said = [str(term) for term in found.elsewhere if term.column == column]
        notes += [words(f"find.elsewhere.{column}", words=_quoted(said))] if said else []
    if found.left_out:
        notes.append(words("find.left_out", words=_quoted(found.left_out)))
    if found.loose:
        notes.append(words("find.loose"))
    return [Note(note) for note in notes]


def _quoted(entries: Sequence[str]) -> str:
    return listed(words.text("find.quoted", word=short(entry, _ENTRY)) for entry in entries)


def _hit(hit: Hit, me: int) -> list[Part | None]:
    person = Mention(hit.member, hit.profile.name)
    line: RichText = (person,)
    if hit.profile.headline:
        line = words("find.hit", person=person, headline=hit.profile.headline)
    if hit.member == me:
        line = (*line, Plain(" "), *words("find.you"))
    why = " · ".join(reason(column, hit.reasons.get(column, ())) for column in _ORDER)
    parts = [part for part in why.split(" · ") if part]
    return [Text(line), Note(rich(" · ".join(parts))) if parts else None]


def reason(column: Column, entries: Sequence[str]) -> str:
    """Why somebody was found, in a few words; empty without such a reason."""
    if not entries or not any(entries):
        return ""
    said = _quoted(entries[:2]) if column in _QUOTED else listed(entries[:4])
    return words.text(f"found.{column}", what=said)


def _pages(found: Found, query: str) -> list[Part | None]:
    if found.pages < 2:
        return []
    around = [
        (found.page - 1, words.text("find.back"), found.page > 1),
        (found.page + 1, words.text("find.more"), found.page < found.pages),
    ]
    buttons = [
        Button(
            label,
            f"members.{MORE}",
            f"{page}:{query}",
            command=FIND_MORE(query=query, page=str(page)),
        )
        for page, label, there in around
        if there
    ]
    where = words("find.page", page=found.page, pages=found.pages)
    return [Note(where), Actions(tuple(buttons))]


# Nothing found --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Without the town or network in `where`, the query `rest` finds `count` people."""

    where: str
    rest: str
    count: int


def nobody_found(query: str, near: Sequence[str], elsewhere: Elsewhere | None) -> Message:
    """A kind word when nobody was found: what comes near, and who there is elsewhere."""
    without = words("find.nothing.elsewhere", **asdict(elsewhere)) if elsewhere else None
    topics = words("find.nothing.topics", topics=listed(near, "or")) if near else None
    options = topic_options(near)
    choose = (
        Select(words.text("overview.choose.topics"), f"members.{LOOK}", options)
        if options
        else None
    )
    return say(
        words("find.nothing", query=unquoted(query)),
        without,
        topics,
        row(choose) if choose else None,
        words("find.nothing.next"),
    )


def nearest_topics(query: str, topics: Sequence[str], limit: int = 3) -> list[str]:
    """The topics that come nearest to what was asked, else those that most people share."""
    near = process.extract(
        query.casefold(), topics, scorer=fuzz.WRatio, limit=limit, score_cutoff=55
    )
    return [topic for topic, _, _ in near] or list(topics[:limit])


# What there is --------------------------------------------------------------------------------


def what_there_is(overview: Overview) -> Message:
    """Topics, networks and towns with how many people each has, to type or to choose."""
    groups: tuple[tuple[str, Counts, Callable[[str], str]], ...] = (
        ("topics", overview.topics, topic_query),
        ("networks", overview.networks, lambda name: f'from "{name}"'),
        ("towns", overview.towns, lambda name: f'in "{name}"'),
    )
    blocks: list[Part | None] = [Text(words("overview.heading", count=overview.people))]
    for kind, counted, query in groups:
        if counted:
            lines = [words.text("overview.count", what=w, count=n) for w, n in counted]
            some = ", ".join(lines[:_LISTED])
            more = words.text("overview.more", listed=some) if len(lines) > _LISTED else some
            blocks.append(fields([(words.text(f"overview.{kind}"), more)]))
            pairs = zip(lines, (query(what) for what, _ in counted), strict=True)
            options = tuple(Option.of(line, asked) for line, asked in pairs if _fits(asked))
            if options:
                choose = words.text(f"overview.choose.{kind}")
                blocks.append(row(Select(choose, f"members.{LOOK}", options, FIND())))
    return say(*blocks, Note(words("overview.how")))


def topic_query(topic: str) -> str:
    """The query that finds a topic as it stands."""
    return f'"{" ".join(tokens(topic))}"'


def topic_options(topics: Iterable[str]) -> tuple[Option, ...]:
    """Topics to choose from, as queries."""
    return tuple(Option.of(t, topic_query(t)) for t in topics if _fits(topic_query(t)))


def _fits(query: str) -> bool:
    return len(query.encode()) <= QUERY_BYTES
