"""What a test run costs: the slowest tests, the CPU of all, and a budget that each keeps to.

A test's own CPU, with that of the processes it has ended, is half a second at most; one that needs
more is marked `slow("reason")`. What is over and not marked is listed after every run, and a run
fails with a test that is over by so much that a busy machine is no excuse.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

BUDGET = 0.5
"""CPU seconds of a test that is not marked as slow."""

BUSY = 8
"""So many times as much CPU may the same steps take on a busy machine: five times were measured,
and a processor that is slowed down takes longer still."""

_SHOWN = 10


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.pluginmanager.register(_Costs())


class _Costs:
    """CPU and wall seconds by test, and which are marked as slow."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self.wall: dict[str, float] = {}
        self.slow: set[str] = set()

    def over(self, limit: float) -> list[str]:
        """The tests that took more and are not marked, the dearest first."""
        found = [test for test, spent in self.cpu.items() if spent > limit]
        return sorted((t for t in found if t not in self.slow), key=lambda t: -self.cpu[t])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Note what a test's own steps cost: set-up is shared, and not its own."""
        before, marked = _cpu(), item.get_closest_marker("slow") is not None
        try:
            yield
        finally:
            item.user_properties.append(("cost", (_cpu() - before, marked)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather what each test cost, in whichever process it ran."""
        costs: dict[str, Any] = dict(report.user_properties)
        if report.when == "call" and "cost" in costs:
            spent, marked = costs["cost"]
            self.cpu[report.nodeid], self.wall[report.nodeid] = spent, report.duration
            self.slow |= {report.nodeid} if marked else set()

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fail a run with a test that is far over its budget."""
        if exitstatus == pytest.ExitCode.OK and self.over(BUSY * BUDGET):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the slowest tests, the CPU of all, and what is over its budget."""
        out = terminalreporter
        if not self.cpu:
            return
        out.section(f"{sum(self.cpu.values()):.0f} s of CPU in {len(self.cpu)} tests; the slowest")
        for test in sorted(self.cpu, key=lambda t: -self.cpu[t])[:_SHOWN]:
            out.line(f"{self.cpu[test]:6.2f} s CPU {self.wall[test]:6.2f} s  {test}")
        over = self.over(BUDGET)
        if over:
            out.line(f"{len(over)} tests took over {BUDGET} s of CPU and are not marked as slow:")
            for test in over[:_SHOWN]:
                out.line(f"{self.cpu[test]:6.2f} s CPU  {test}")
        if self.over(BUSY * BUDGET):
            limit = BUSY * BUDGET
            out.line(f"FAILED: over {limit} s, that is no busy machine. Make it less, or mark it.")


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
