"""Times until Kindred acknowledges what people do in a chat, and until they see its answer."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Times:
    """Seconds of every interaction of one kind."""

    acked: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    unanswered: int = 0


@dataclass(frozen=True)
class Found:
    """What was measured in one go."""

    times: dict[str, Times]
    slip: float
    computed: tuple[float, float]
    memory: tuple[float, float]
    late: int
    wrong: list[str]


def heading(people: int, per_second: int, seconds: int) -> None:
    """Print what the columns of `show` are."""
    print(f"Acknowledged and answered, in ms; {people:,} members, {per_second}/s for {seconds} s")
    print(f"{'':<50}{'acknowledged':^24}{'answer seen':^16}")
    print(f"{'':<44}{'count':>6}{'p50':>8}{'p99':>8}{'max':>8}{'p50':>8}{'p99':>8}{'unseen':>8}")


def show(name: str, found: Found) -> None:
    """Print the milliseconds of every kind, and what went wrong."""
    everything = Times(
        [seconds for times in found.times.values() for seconds in times.acked],
        [seconds for times in found.times.values() for seconds in times.seen],
        sum(times.unanswered for times in found.times.values()),
    )
    for kind, times in {**found.times, "all of them": everything}.items():
        acked, seen = ([1000 * each for each in some] for some in (times.acked, times.seen))
        print(
            f"{name:<24}{kind:<20}{len(acked):>6}{_of(acked, 50)}{_of(acked, 99)}"
            f"{max(acked, default=0):>8.0f}{_of(seen, 50)}{_of(seen, 99)}{times.unanswered:>8}"
        )
    (theirs, ours), (before, after) = found.computed, found.memory
    print(
        f"{'':<24}late: {found.late}; wrong: {len(found.wrong)} {found.wrong[:3]};"
        f" the clock slipped by {1000 * found.slip:.0f} ms at most\n"
        f"{'':<24}computed {theirs:.1f} s (the chat and its people {ours:.1f} s);"
        f" memory {before:.0f} MB before, {after:.0f} MB after",
        flush=True,
    )


def _of(milliseconds: list[float], percent: int) -> str:
    if len(milliseconds) < 2:
        return f"{'':>8}"
    return f"{statistics.quantiles(milliseconds, n=100, method='inclusive')[percent - 1]:>8.0f}"
