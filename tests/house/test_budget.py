"""Tests keep to a budget of CPU, and a run says so where one does not."""

import pytest

pytest_plugins = ["pytester"]

INI = """
    [pytest]
    asyncio_default_fixture_loop_scope = function
    markers =
        slow(reason): dear
"""

BURN = """
    import time, pytest
    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setattr("tests.budget.BUDGET", 0.05)
    pytester.makeini(INI)
    return pytester


def outcome(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    pytester.makepyfile(BURN + test)
    return pytester.runpytest_inprocess("-p", "tests.budget", "-p", "no:randomly", "-p", "no:xdist")


def test_a_test_within_its_budget_is_not_spoken_of(run: pytest.Pytester) -> None:
    result = outcome(run, "    def test_it(): pass")
    assert result.ret == 0
    result.stdout.no_fnmatch_line("*not marked as slow*")


def test_one_that_is_over_it_is_listed(run: pytest.Pytester) -> None:
    result = outcome(run, "    def test_it(): burn(0.1)")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["1 tests took over*", "*test_it*"])


def test_one_that_is_far_over_it_fails_the_run(run: pytest.Pytester) -> None:
    result = outcome(run, "    def test_it(): burn(0.5)")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["FAILED: over *"])


def test_one_that_is_marked_as_slow_may_take_its_time(run: pytest.Pytester) -> None:
    test = """
    @pytest.mark.slow("it burns")
    def test_it(): burn(0.5)"""
    result = outcome(run, test)
    assert result.ret == 0
    result.stdout.no_fnmatch_line("*not marked as slow*")
