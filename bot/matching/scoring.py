"""How much two people may have to say to each other: one symmetric score for a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.phrases import Weighted, stems, topic_key, weigh
from bot.matching.pool import Bools, Candidate, Floats, Pool, Rules

# The table of weights. Every likeness runs from 0 to 1, so these are also the most it can add.
TOPICS: Final = 1.0  # rarity-weighted cosine of the topics both chose
ANSWERS: Final = 0.6  # the best answer of an offer to an ask; counted in each direction
WORK: Final = 0.5  # likeness of headline and description
ACROSS: Final = 0.8  # no network in common; times the programme's own preference, 0 to 1
ANYBODY: Final = 0.05  # any meeting is worth something, also between empty profiles

# A person's pairs grow by this share for each round they were just left out. Multiplied, not
# added: what is added to all pairs of a person cancels out once everybody is paired.
PATIENCE: Final = 0.5
PATIENCE_LASTS: Final = 4

# Cosine below which two phrases have met by chance; what lies above is stretched back to 0..1.
CHANCE: Final = 0.25
BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one kind: whose (rows, ascending), as written, and as weighted words."""

    owners: tuple[int, ...]
    texts: tuple[str, ...]
    weighted: Weighted


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of all pairs (n x n, symmetric, diagonal 0, >= 0) and what they were made of."""

    pool: Pool
    pairs: Floats
    topics: Weighted
    work: Weighted
    offers: Phrases
    asks: Phrases


def score(pool: Pool, rules: Rules) -> Scored:
    """Score every pair: sum of weighted likenesses, times patience for those left out before."""
    people = pool.people
    topics = weigh([topics_of(person) for person in people])
    work = weigh([stems(person.about) for person in people])
    offers, asks = _phrases(people)
    answered = answers(offers, asks, len(people))
    answered += answered.T.copy()
    pairs = _cosines(topics) * TOPICS
    pairs += _cosines(work) * WORK
    pairs += answered * ANSWERS
    pairs += across(people).astype(np.float64) * (ACROSS * rules.cross_networks)
    pairs += ANYBODY
    debt = np.array([min(p.left_out, PATIENCE_LASTS) for p in people], dtype=np.float64)
    pairs *= 1 + PATIENCE * (debt[:, None] + debt[None, :])
    np.fill_diagonal(pairs, 0)
    return Scored(pool, pairs, topics, work, offers, asks)


def topics_of(person: Candidate) -> list[str]:
    """A person's topics as they are compared, each once."""
    return sorted({topic_key(topic) for topic in person.topics} - {""})


def across(people: Sequence[Candidate]) -> Bools:
    """Matrix (n x n): both belong to some network, and to none in common."""
    known = sorted({network for person in people for network in networks_of(person)})
    column = {network: at for at, network in enumerate(known)}
    table = np.zeros((len(people), max(1, len(known))), dtype=np.float32)
    for row, person in enumerate(people):
        for network in networks_of(person):
            table[row, column[network]] = 1
    member = np.array([bool(networks_of(person)) for person in people], dtype=np.bool_)
    unconnected: Bools = (table @ table.T == 0) & np.logical_and.outer(member, member)
    return unconnected


def networks_of(person: Candidate) -> frozenset[int]:
    """All networks of a person, the home network among them."""
    home = () if person.home_network is None else (person.home_network,)
    return person.networks.union(home)


def answers(offers: Phrases, asks: Phrases, people: int) -> Floats:
    """Matrix (giver x asker): how well the giver's best offer answers one of the asker's asks."""
    best = np.zeros((people, people))
    givers, askers = np.array(offers.owners, dtype=int), np.array(asks.owners, dtype=int)
    if not len(givers) or not len(askers):
        return best
    wanted = asks.weighted.rows.T.tocsr()
    for start in range(0, len(givers), BLOCK):
        close = (offers.weighted.rows[start : start + BLOCK] @ wanted).tocoo()
        telling = close.data > CHANCE
        offer, ask = close.coords[0][telling] + start, close.coords[1][telling]
        likeness = np.minimum(close.data[telling], 1)
        np.maximum.at(best, (givers[offer], askers[ask]), (likeness - CHANCE) / (1 - CHANCE))
    return best


def _phrases(people: Sequence[Candidate]) -> tuple[Phrases, Phrases]:
    offers = [(row, text) for row, person in enumerate(people) for text in person.offers]
    asks = [(row, text) for row, person in enumerate(people) for text in person.asks]
    # One vocabulary for both, or their columns would not mean the same words.
    both = weigh([stems(text) for _, text in offers + asks])
    cut = len(offers)
    return (
        Phrases(*_columns(offers), Weighted(both.rows[:cut], both.terms)),
        Phrases(*_columns(asks), Weighted(both.rows[cut:], both.terms)),
    )


def _columns(phrases: list[tuple[int, str]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    return tuple(row for row, _ in phrases), tuple(text for _, text in phrases)


def _cosines(weighted: Weighted) -> Floats:
    close: Floats = (weighted.rows @ weighted.rows.T).toarray()
    return np.minimum(close, 1, out=close)
