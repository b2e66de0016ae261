"""Why these people: the true facts behind a score, best first. The views turn them into words."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.matching.phrases import stemmed_words, topic_key
from bot.matching.plan import (
    AcrossNetworks,
    NewFaces,
    OfferAnswersAsk,
    Reason,
    SameEvent,
    SameQuestion,
    SameTown,
    SharedTopics,
    SimilarWork,
)
from bot.matching.pool import Candidate, Rules
from bot.matching.scoring import ANSWERS, CHANCE, TOPICS, WORK, Phrases, Scored, networks_of
from bot.ui.folding import unaccented

MOST_REASONS = 4
MOST_OF_A_KIND = 2
MOST_WORDS = 3
ALIKE = 0.1  # least cosine at which two descriptions are called similar
TOWN = 0.15  # towns are not scored; this only ranks them among the other reasons
QUESTION = 0.14  # nor is what they work on: it only tells them what to talk about
EVENT = 0.12  # nor are events: that two have met once is no reason to prefer them to others
NETWORKS = 0.001  # true of most groups, so it is told last

Ranked = tuple[float, Reason]


def reasons(rows: Sequence[int], scored: Scored, rules: Rules) -> tuple[Reason, ...]:
    """Up to four reasons, best first, for the group of these rows (ascending) of the pool.

    There is at least one unless nothing is known and some of them have met.
    """
    people = [scored.pool.people[row] for row in rows]
    kinds = (
        _topics(rows, scored),
        _answers(rows, scored),
        _work(rows, scored),
        _towns(people),
        _events(people),
        _questions(people),
        _networks(people),
    )
    ranked = [found for kind in kinds for found in sorted(kind, key=_rank)[:MOST_OF_A_KIND]]
    best = tuple(reason for _, reason in sorted(ranked, key=_rank)[:MOST_REASONS])
    return best or tuple(_new_faces(people, rules))


def _rank(ranked: Ranked) -> tuple[float, str]:
    # Rounded so that the last bits of a sum cannot decide the order.
    return -round(ranked[0], 9), repr(ranked[1])


def _topics(rows: Sequence[int], scored: Scored) -> Iterator[Ranked]:
    holders: dict[str, list[int]] = defaultdict(list)
    written: dict[tuple[int, str], str] = {}
    for row in rows:
        for topic in scored.pool.people[row].topics:
            key = topic_key(topic)
            if key and (row, key) not in written:
                written[row, key] = topic.strip()
                holders[key].append(row)
    together: dict[tuple[int, ...], list[tuple[float, str]]] = defaultdict(list)
    column = {term: at for at, term in enumerate(scored.topics.terms)}
    for topic, who in holders.items():
        if len(who) > 1:
            weight = min(float(scored.topics.rows[row, column[topic]]) for row in who) ** 2
            together[tuple(who)].append((-weight, written[who[0], topic]))
    for who_all, topics in together.items():
        names = tuple(name for _, name in sorted(topics))
        strength = TOPICS * sum(-weight for weight, _ in topics) * len(who_all) / len(rows)
        yield strength, SharedTopics(_ids(who_all, scored), names)


def _answers(rows: Sequence[int], scored: Scored) -> Iterator[Ranked]:
    for giver in rows:
        for asker in rows:
            if giver == asker:
                continue
            offers, asks = _of(giver, scored.offers), _of(asker, scored.asks)
            if not offers or not asks:
                continue
            offered, wanted = scored.offers.weighted.rows[offers], scored.asks.weighted.rows[asks]
            close = (offered @ wanted.T).toarray()
            at, to = divmod(int(close.argmax()), len(asks))
            if close[at, to] > CHANCE:
                giver_id, asker_id = _ids((giver, asker), scored)
                offer, ask = scored.offers.texts[offers[at]], scored.asks.texts[asks[to]]
                strength = ANSWERS * (float(close[at, to]) - CHANCE) / (1 - CHANCE)
                yield strength, OfferAnswersAsk(giver_id, asker_id, offer, ask)


def _of(row: int, phrases: Phrases) -> list[int]:
    return list(range(bisect_left(phrases.owners, row), bisect_right(phrases.owners, row)))


def _work(rows: Sequence[int], scored: Scored) -> Iterator[Ranked]:
    for first, second in combinations(rows, 2):
        shared = (scored.work.rows[[first]] * scored.work.rows[[second]]).tocoo()
        if shared.sum() >= ALIKE:
            weights = zip(shared.data, shared.coords[1], strict=True)
            roots = [scored.work.terms[at] for _, at in sorted((-w, int(at)) for w, at in weights)]
            written = dict(reversed(stemmed_words(scored.pool.people[first].about)))
            words = tuple(written[root] for root in roots[:MOST_WORDS])
            strength = WORK * float(shared.sum()) * 2 / len(rows)
            yield strength, SimilarWork(_ids((first, second), scored), words)


def _towns(people: Sequence[Candidate]) -> Iterator[Ranked]:
    living: dict[str, list[Candidate]] = defaultdict(list)
    for person in people:
        if unaccented(person.town):
            living[unaccented(person.town)].append(person)
    for who in living.values():
        if len(who) > 1:
            fact = SameTown(tuple(person.id for person in who), who[0].town.strip())
            yield TOWN * len(who) / len(people), fact


def _events(people: Sequence[Candidate]) -> Iterator[Ranked]:
    """The newest event at which all of them were: one of others is nobody's business."""
    shared = set.intersection(*({id_ for id_, _ in person.been_at} for person in people))
    for id_, title in people[0].been_at:
        if id_ in shared:
            yield EVENT, SameEvent(tuple(person.id for person in people), title)
            return


def _questions(people: Sequence[Candidate]) -> Iterator[Ranked]:
    """The newest question that all of them work on."""
    shared = set.intersection(*({id_ for id_, _ in person.working_on} for person in people))
    for id_, question in people[0].working_on:
        if id_ in shared:
            yield QUESTION, SameQuestion(tuple(person.id for person in people), question)
            return


def _networks(people: Sequence[Candidate]) -> Iterator[Ranked]:
    known = [networks_of(person) for person in people]
    if all(known) and not any(a & b for a, b in combinations(known, 2)):
        theirs = [person.home_network for person in people]
        home_networks = tuple(sorted({network for network in theirs if network is not None}))
        yield NETWORKS, AcrossNetworks(tuple(person.id for person in people), home_networks)


def _new_faces(people: Sequence[Candidate], rules: Rules) -> Iterator[Reason]:
    ids = [person.id for person in people]
    met = rules.known.met | rules.known.before
    if not any((a, b) in met or (b, a) in met for a, b in combinations(ids, 2)):
        yield NewFaces(tuple(ids))


def _ids(rows: Sequence[int], scored: Scored) -> tuple[int, ...]:
    return tuple(scored.pool.people[row].id for row in rows)
