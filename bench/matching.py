"""How long a round of introductions takes: `python -m bench.matching [sizes …] [--groups G]`."""

import argparse
import resource
import time
from collections.abc import Sequence

import numpy as np

from bot.matching.engine import LocalMatcher
from bot.matching.pool import HOURS_IN_A_WEEK, Candidate, Rules
from bot.matching.ports import Acquaintance

THINGS = (
    "measurement",
    "belonging",
    "housing",
    "allotments",
    "mentoring",
    "governance",
    "fundraising",
    "storytelling",
    "evaluation",
    "listening",
    "safeguarding",
    "transport",
    "gardening",
    "cooking",
    "mapping",
    "archives",
    "theatre",
    "translation",
    "podcasts",
    "refugees",
    "carers",
    "dementia",
    "youth",
    "schools",
    "libraries",
    "walking",
    "cycling",
    "repair",
    "energy",
    "flooding",
    "tenants",
    "credit",
    "debt",
    "bereavement",
    "parenting",
    "music",
    "pottery",
    "coding",
    "statistics",
    "volunteering",
    "trustees",
    "participation",
    "budgets",
    "food",
    "poverty",
    "prisons",
    "faith",
    "neighbours",
)
DOINGS = ("help with", "an introduction to", "templates for", "a second eye on", "training in")
LANGUAGES = ("en", "en", "en", "en", "en", "cy", "pl", "ur", "es")


def community(size: int, seed: int = 7) -> list[Candidate]:
    """Invented people in 12 networks that colour what they do and when they are awake."""
    rng = np.random.default_rng(seed)
    fashion = 1 / np.arange(1, len(THINGS) + 1) ** 0.7
    tastes = [rng.permutation(fashion) + fashion for _ in range(12)]
    people = []
    for number in range(size):
        network = int(rng.integers(12))
        taste = tastes[network] / tastes[network].sum()
        words = [str(w) for w in rng.choice(THINGS, size=14, replace=False, p=taste)]
        people.append(
            Candidate(
                id=number,
                home_network=network,
                networks=frozenset(
                    {network, int(rng.integers(12))} if rng.random() < 0.3 else {network}
                ),
                topics=tuple(words[: rng.integers(0, 6)]),
                offers=tuple(
                    f"{rng.choice(DOINGS)} {w}" for w in words[5 : 5 + rng.integers(0, 3)]
                ),
                asks=tuple(f"{rng.choice(DOINGS)} {w}" for w in words[8 : 8 + rng.integers(0, 3)]),
                about=" ".join(words[8 : 8 + rng.integers(0, 7)]),
                town=str(rng.choice(["Leeds", "Cardiff", "Coventry", ""])),
                languages=frozenset(str(x) for x in rng.choice(LANGUAGES, size=rng.integers(1, 3))),
                hours=_awake(rng, network),
                left_out=int(rng.random() < 0.05),
            )
        )
    return people


def _awake(rng: np.random.Generator, network: int) -> int:
    if rng.random() < 0.2:
        return 0
    mask = 0
    for day in rng.choice(7, size=4, replace=False):
        start = 24 * int(day) + 8 + 3 * (network % 3) + int(rng.integers(5))
        for hour in range(start, start + 3):
            mask |= 1 << (hour % HOURS_IN_A_WEEK)
    return mask


def history(size: int, seed: int = 7) -> frozenset[tuple[int, int]]:
    """About ten past partners for everybody."""
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, max(1, size), size=(5 * size, 2))
    return frozenset((int(min(p)), int(max(p))) for p in pairs if p[0] != p[1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each size: seconds, cpu seconds, peak memory so far, result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 500, 2000])
    parser.add_argument("--groups", type=int, default=2, help="people in a group, 2 to 8")
    options = parser.parse_args(arguments)
    heads = ("people", "seconds", "of cpu", "peak MB", "groups", "left out", "score")
    print(" ".join(f"{head:>8}" for head in heads))
    for size in options.sizes:
        people = community(size)
        rules = Rules(group_size=options.groups, known=Acquaintance(met=history(size)))
        start, worked = time.perf_counter(), time.process_time()
        plan = LocalMatcher().match(people, rules, seed=1)
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        total = sum(group.score for group in plan.groups)
        print(
            f"{size:>8} {seconds:>8.2f} {worked:>8.2f} {peak:>8.0f} {len(plan.groups):>8}"
            f" {len(plan.left_out):>8} {total:>8.2f}"
        )


if __name__ == "__main__":
    main()
