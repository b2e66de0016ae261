"""Time polls: how several times are read, and which one suits best."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.polls.domain import (
    Answer,
    Hosting,
    Poll,
    PollState,
    Respondent,
    Slot,
    best,
    closing,
    count,
    ranked,
)
from bot.features.polls.slots.reading import read_closing, read_slots

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""

LONDON = "Europe/London"
YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO


# How times are read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("thu 10am, fri 2pm, mon 18h", ["26 10:00", "27 14:00", "30 18:00"]),
        ("thu 10am, 2pm; fri 14:00", ["26 10:00", "26 14:00", "27 14:00"]),
        ("Thursday, 3 December 2026, 10:00", ["03 10:00"]),
        ("tomorrow 10am or 2pm", ["24 10:00", "24 14:00"]),
        ("fri 2pm\nthu 10am", ["26 10:00", "27 14:00"]),
        ("thu 10 dec 10am, thu 2pm", ["26 14:00", "10 10:00"]),
        ("thu 10am, thu 10am, 26 november 10:00", ["26 10:00"]),
        ("thu 10am, thu 5am new york time", ["26 10:00"]),
        ("thu 10am new york time, 3pm", ["26 10:00", "26 15:00"]),
    ],
)
def test_several_times_are_read_each_once_and_soonest_first(said: str, slots: list[str]) -> None:
    found = read_slots(said, NOW, LONDON, 60)
    assert found.unclear == []
    assert [f"{slot.start:%d %H:%M}" for slot in found.slots] == slots


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("mon 18h", "Which is it?"),
        ("yesterday 10am, thu 10am", "has passed"),
        ("every thursday 10am", "again and again"),
        ("3 december", "At what time?"),
        ("with friends thu 10am", "not a date"),
        ("cake o’clock, tea o’clock", "“tea o’clock” I can’t read, either."),
        ("31 october 2027 1:30am", "the second 01:30"),
    ],
)
def test_what_is_not_surely_meant_is_asked_about(said: str, told: str) -> None:
    assert told in " ".join(read_slots(said, NOW, LONDON, 60).unclear)


def test_lengths_and_clock_changes_are_kept_apart_for_each_time() -> None:
    found = read_slots("27 march 2027 10:00-11:30, 28 march 2027 10am", NOW, LONDON, 60)
    assert [slot.minutes for slot in found.slots] == [90, 60]
    apart = found.slots[1].starts_at - found.slots[0].starts_at
    assert apart == timedelta(hours=23)


def test_a_poll_closes_in_a_week_and_before_its_first_time() -> None:
    later = [Slot.at(datetime(2026, 12, day, 10), LONDON, 60) for day in (10, 11)]  # noqa: DTZ001
    sooner = [Slot.at(datetime(2026, 11, 26, 10), LONDON, 60), *later]  # noqa: DTZ001
    assert closing(later, None, NOW) == NOW + timedelta(days=7)
    assert closing(sooner, None, NOW) == sooner[0].starts_at
    assert closing(sooner, later[0].starts_at, NOW) == later[0].starts_at
    assert closing(later, NOW + timedelta(days=90), NOW) == later[1].starts_at
    assert read_closing(" ", NOW, LONDON) is None
    assert read_closing("friday", NOW, LONDON) == datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
    with pytest.raises(ValueError, match="passed"):
        read_closing("yesterday 10am", NOW, LONDON)


# Which suits best -----------------------------------------------------------------------------


def a_poll(days: int = 3) -> Poll:
    slots = tuple(
        Slot(datetime(2026, 12, day, 10), LONDON, 60, datetime(2026, 12, day, 10, tzinfo=UTC), day)  # noqa: DTZ001
        for day in range(1, days + 1)
    )
    return Poll(1, 1, "Tea", "", LONDON, PollState.OPEN, slots[0].starts_at, 1, NOW, slots)


def people(*answers: tuple[Answer | None, ...]) -> list[Respondent]:
    """People who answer the slots in turn."""
    return [
        Respondent(
            member, f"M{member}", LONDON, False,
            {slot: said for slot, said in enumerate(each, 1) if said},
        )
        for member, each in enumerate(answers, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "hosts", "slot", "hosting"),
    [
        ([(YES, NO, NO), (NO, YES, NO), (NO, YES, NO)], [2], 2, Hosting.CAN),
        ([(YES, NO, NO), (NO, YES, NO), (NO, YES, NO)], [1], 1, Hosting.CAN),
        ([(MAYBE, YES, NO), (MAYBE, NO, NO), (MAYBE, NO, YES)], [], 1, Hosting.UNKNOWN),
        ([(MAYBE, YES, None), (MAYBE, YES, None), (MAYBE, NO, None)], [1], 2, Hosting.CAN),
        ([(NO, NO, NO), (YES, YES, None), (None, YES, None)], [1], 2, Hosting.CANNOT),
        ([(NO, None, None), (YES, YES, None), (YES, None, None)], [1], 2, Hosting.UNKNOWN),
    ],
)
def test_the_best_is_where_a_host_can_and_then_where_most_can(
    answers: list[tuple[Answer | None, ...]], hosts: list[int], slot: int, hosting: Hosting
) -> None:
    found = best(count(a_poll(), people(*answers), hosts), NOW)
    assert found
    assert (found.slot.id, found.hosting) == (slot, hosting)


def test_where_nobody_can_or_all_has_passed_nothing_is_best() -> None:
    poll = a_poll()
    assert best(count(poll, people((NO, NO, NO)), []), NOW) is None
    assert best(count(poll, people((YES, YES, YES)), []), NOW + timedelta(days=30)) is None
    left = ranked(count(poll, people((YES, NO, MAYBE)), []), poll.slots[0].starts_at)
    assert [each.slot.id for each in left] == [3]
