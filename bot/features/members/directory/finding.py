"""Finding people by a query, and forgiving what is spelled wrong or asks too much at once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.community.people import Network
from bot.community.profiles import Profile
from bot.features.members.directory.search import (
    OR,
    Clause,
    Column,
    Query,
    Term,
    Word,
    document_of,
    entries,
    read_terms,
    ways_of,
    without_fillers,
    words_of,
)
from bot.features.members.domain import Viewer
from bot.features.members.ports import Directory, Matches, MembersBook, Where
from bot.ui.tokens import Tokens, is_spelt

PAGE = 5
"""People shown at a time."""

_LONGEST_NAME = 6  # words of a town or a network
_SHORTEST_TO_MEND = 4  # letters, below which every word is near every other
_TRIES = 5

Words = tuple[Word, ...]

_Name = Callable[[Words, Where, str], Awaitable[Where | None]]
"""What adds the town, or the network, of these words to where is looked, after "or"."""

Reasons = dict[Column, tuple[str, ...]]
"""The entries of a profile for which it was found, as they were written."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who was found, and why."""

    member: int
    profile: Profile
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Found:
    """One page of who was found; how the query had to be understood to find them.

    `looked_for` are words that took the place of misspelt ones, `left_out` those that nobody's
    profile holds, `elsewhere` those that nobody offers, or looks for, as was asked; `loose` says
    that nobody has all of it.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool
    page: int
    terms: tuple[Term, ...]
    where: Where
    looked_for: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    elsewhere: tuple[Term, ...] = ()
    loose: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


@dataclass(frozen=True, slots=True)
class _Search:
    """A query as it is understood so far."""

    terms: tuple[Term, ...]
    where: Where
    looked_for: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    elsewhere: tuple[Term, ...] = ()
    loose: bool = False


class Finder:
    """Finds people for one viewer, in one unit of work."""

    def __init__(self, directory: Directory, members: MembersBook, viewer: Viewer) -> None:
        self._directory = directory
        self._members = members
        self._viewer = viewer
        self._networks: list[Network] | None = None

    async def find(self, query: Query) -> Found:
        """Find who matches all of it; failing that, with spelling mended; failing that, any of it.

        A town or network that leaves nobody may have been meant as words: "fear of food". Pages
        beyond the last are the last. Words that no profile can hold find nobody.
        """
        search = await self._understand(query)
        matches = await self._page(search, query.page)
        if not matches.total and query.clauses:
            by_words = _Search(as_words(query), Where())
            matches = await self._page(by_words, query.page)
            search = by_words if matches.total else search
        if not matches.total and search.terms:
            search = await self._mend(search)
            matches = await self._page(search, query.page)
        if not matches.total and len(search.terms) > 1:
            search = replace(search, loose=True)
            matches = await self._page(search, query.page)
        page = query.page
        if matches.total and not matches.ids:
            page = -(-matches.total // PAGE)
            matches = await self._page(search, page)
        return Found(
            await self._hits(matches.ids, search),
            matches.total,
            matches.capped,
            page,
            search.terms,
            search.where,
            search.looked_for,
            search.left_out,
            search.elsewhere,
            search.loose,
        )

    async def matches(self, terms: Sequence[Term], where: Where) -> Matches:
        """The first few who have all of it."""
        return await self._directory.matches(self._viewer, terms, where, offset=0, limit=PAGE)

    def names(self, networks: frozenset[int]) -> list[str]:
        """The names of networks that a query named."""
        return [network.name for network in self._networks or () if network.id in networks]

    async def _page(self, search: _Search, page: int) -> Matches:
        if not search.terms and not search.where:
            return Matches()
        return await self._directory.matches(
            self._viewer,
            search.terms,
            search.where,
            offset=(page - 1) * PAGE,
            limit=PAGE,
            any_of=search.loose,
        )

    # Towns and networks -----------------------------------------------------------------------

    async def _understand(self, query: Query) -> _Search:
        """Sort out which clauses name a town or a network; the others are words."""
        terms, where, looked_for = list(query.terms), Where(), list[str]()
        for clause in query.clauses:
            where, left = await self._settle(clause, where)
            if left == clause.words and clause.first == "town" and not where.towns:
                where, left = await self._misspelt_town(left, where, looked_for)
            terms += read_terms(left)
        terms_left = without_fillers(tuple(terms), even_all=bool(where))
        return _Search(terms_left, where, tuple(looked_for))

    async def _settle(self, clause: Clause, where: Where) -> tuple[Where, Words]:
        """Add what a clause names to `where`; return with it the words that are left.

        Of "in Leeds or Dublin", either will do.
        """
        kinds: list[_Name] = [self._town, self._network]
        for named in kinds if clause.first == "town" else reversed(kinds):
            added, left = await self._longest(clause.words, where, named)
            while added and len(left) > 1 and left[0].plain in OR:
                more, rest = await self._longest(left[1:], added, named, left[0].said)
                if more is None:
                    break
                added, left = more, rest
            if added:
                return added, left
        return where, clause.words

    async def _longest(
        self, words: Words, where: Where, find: _Name, or_: str = ""
    ) -> tuple[Where | None, Words]:
        for length in range(min(len(words), _LONGEST_NAME), 0, -1):
            if added := await find(words[:length], where, or_):
                return added, words[length:]
        return None, words

    async def _town(self, named: Words, where: Where, or_: str) -> Where | None:
        there = ways_of(named)
        if where.towns and not or_:
            return None
        if not await self._directory.anyone(self._viewer, (), Where(there)):
            return None
        said = " ".join(word.said for word in named)
        said = f"{where.town} {or_} {said}" if or_ else said
        return replace(where, towns=(*where.towns, *there), town=said)

    async def _misspelt_town(
        self, named: Words, where: Where, looked_for: list[str]
    ) -> tuple[Where, Words]:
        word = named[0].plain
        near = await self._directory.spelled_like(self._viewer.community, word) if word else []
        for other in nearest_spellings(word, near):
            found = await self._town((Word(other, ((other,),)),), where, "")
            if found:
                looked_for.append(other)
                return found, named[1:]
        return where, named

    async def _network(self, named: Words, where: Where, or_: str) -> Where | None:
        if self._networks is None:
            self._networks = await self._members.networks(self._viewer.community)
        found = networks_called(ways_of(named), self._networks)
        return replace(where, networks=where.networks | found) if found else None

    # Spelling ---------------------------------------------------------------------------------

    async def _mend(self, search: _Search) -> _Search:
        """Replace or leave out each term that finds nobody by itself."""
        kept: list[Term] = []
        looked_for = list(search.looked_for)
        left_out: list[str] = []
        elsewhere: list[Term] = []
        for term in search.terms:
            if term.without or await self._alone(term):
                kept.append(term)
                continue
            mended = await self._mended(term)
            kept += mended
            if term.column and mended and not any(each.column for each in mended):
                elsewhere.append(term)
            looked_for += [str(m) for m in mended if not m.prefix and m.tokens != term.tokens]
            left_out += [] if mended else [str(term)]
        return replace(
            search,
            terms=tuple(kept),
            looked_for=tuple(looked_for),
            left_out=tuple(left_out),
            elsewhere=tuple(elsewhere),
        )

    async def _mended(self, term: Term) -> list[Term]:
        """What finds somebody in the place of a term that does not; nothing if there is no such."""
        if term.column and await self._alone(term.anywhere()):
            return [term.anywhere()]
        if not all(map(is_spelt, term.tokens)):  # letters of a word that nobody has say nothing
            return []
        if len(term.tokens) > 1:
            return await self._apart(term)
        word = term.tokens[0]
        options = [replace(term, prefix=True)] if len(word) > 1 else []
        near = await self._directory.spelled_like(self._viewer.community, word)
        options += [Term((other,), term.column) for other in nearest_spellings(word, near)]
        options += [option.anywhere() for option in options if option.column]
        for option in options:
            if await self._alone(option):
                return [option]
        return []

    async def _apart(self, phrase: Term) -> list[Term]:
        words: list[Term] = []
        for word in phrase.tokens:
            term = Term((word,), phrase.column)
            words += [term] if await self._alone(term) else await self._mended(term)
        return words

    async def _alone(self, term: Term) -> bool:
        return await self._directory.anyone(self._viewer, (term,), Where())

    # Why --------------------------------------------------------------------------------------

    async def _hits(self, ids: Sequence[int], search: _Search) -> tuple[Hit, ...]:
        profiles = await self._members.profiles(ids)
        documents = {id_: document_of(profile) for id_, profile in profiles.items()}
        touched = await self._directory.touched(documents, search.terms)
        hits = []
        for id_, profile in profiles.items():
            here = {(column, number) for member, column, number in touched if member == id_}
            reasons: Reasons = {
                column: tuple(e for number, e in enumerate(written) if (column, number) in here)
                for column, written in entries(profile).items()
            }
            hits.append(Hit(id_, profile, self._with_where(reasons, profile, search.where)))
        return tuple(hits)

    def _with_where(self, reasons: Reasons, profile: Profile, where: Where) -> Reasons:
        """The reasons, with the town and the networks that were asked for."""
        if where.towns:
            reasons = {**reasons, "town": (profile.town,)}
        if where.networks:
            asked = self.names(where.networks)
            shared = tuple(name for name in profile.networks if name in asked)
            reasons = {**reasons, "networks": shared}
        return reasons


def as_words(query: Query) -> tuple[Term, ...]:
    """A query without any towns or networks in it."""
    words = (term for clause in query.clauses for term in read_terms(clause.words))
    return without_fillers((*query.terms, *words), even_all=False)


def networks_called(named: tuple[Tokens, ...], networks: Sequence[Network]) -> frozenset[int]:
    """The networks that go by these words: all of their name, else a part, else nearly so."""
    names = {network.id: ways_of(words_of(network.name)) for network in networks}
    whole = frozenset(id_ for id_, name in names.items() if {*name}.intersection(named))
    part = frozenset(
        id_ for id_, name in names.items() if any(_within(n, w) for n in named for w in name)
    )
    if whole or part:
        return whole or part
    near = process.extractOne(
        " ".join(named[0]),
        {id_: " ".join(name[0]) for id_, name in names.items()},
        scorer=fuzz.ratio,
        score_cutoff=85,
    )
    return frozenset([near[2]]) if near else frozenset()


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole)))


def nearest_spellings(word: str, candidates: Sequence[str]) -> list[str]:
    """Those of the candidates that a slip or two of the fingers turns into `word`, nearest first.

    One slip for every four letters; a swap of two letters is one (optimal string alignment).
    """
    if len(word) < _SHORTEST_TO_MEND:
        return []
    most = len(word) // 4
    slips = {other: OSA.distance(word, other, score_cutoff=most) for other in candidates}
    return sorted((o for o in candidates if slips[o] <= most), key=slips.__getitem__)[:_TRIES]
