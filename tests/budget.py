"""What a test run costs: the slowest tests, the CPU of all, and a budget that each keeps to.

A test's own CPU, with that of the processes it has ended, is half a second at most; one that needs
more is marked `slow("reason")`. What is over and not marked is listed after every run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

BUDGET = 0.5
"""CPU seconds of a test that is not marked as slow."""

_SHOWN = 10


@dataclass
class _Costs:
    """CPU and wall seconds by test, and which are marked as slow."""

    cpu: dict[str, float] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)

    def over(self, limit: float) -> list[str]:
        """The tests that took more and are not marked, the dearest first."""
        found = [test for test, spent in self.cpu.items() if spent > limit]
        return sorted((t for t in found if t not in self.slow), key=lambda t: -self.cpu[t])


_COSTS = pytest.StashKey[_Costs]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[_COSTS] = _Costs()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note what a test's own steps cost: set-up is shared, and not its own."""
    before, marked = _cpu(), item.get_closest_marker("slow") is not None
    try:
        yield
    finally:
        item.user_properties.append(("cost", (_cpu() - before, marked)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather what each test cost, in whichever process it ran."""
    costs: dict[str, Any] = dict(report.user_properties)
    if report.when == "call" and "cost" in costs and _config is not None:
        spent, marked = costs["cost"]
        kept = _config.stash[_COSTS]
        kept.cpu[report.nodeid], kept.wall[report.nodeid] = spent, report.duration
        kept.slow |= {report.nodeid} if marked else set()


_config: pytest.Config | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Know where to gather."""
    global _config  # noqa: PLW0603  # reports come without their session
    _config = session.config


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the slowest tests, the CPU of all, and what is over its budget."""
    kept, out = config.stash[_COSTS], terminalreporter
    if not kept.cpu:
        return
    out.section(f"{sum(kept.cpu.values()):.0f} s of CPU in {len(kept.cpu)} tests; the slowest")
    for test in sorted(kept.cpu, key=lambda t: -kept.cpu[t])[:_SHOWN]:
        out.line(f"{kept.cpu[test]:6.2f} s CPU {kept.wall[test]:6.2f} s  {test}")
    over = kept.over(BUDGET)
    if over:
        out.line(f"{len(over)} tests took more than {BUDGET} s of CPU and are not marked as slow:")
        for test in over[:_SHOWN]:
            out.line(f"{kept.cpu[test]:6.2f} s CPU  {test}")


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
