"""Who is given a seat: the rule of the waiting list, as plain functions and over long histories."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.features.events.rsvps.domain import (
    Answer,
    Attendee,
    Response,
    Rsvp,
    better,
    offered,
    respond,
    sent_back,
)
from bot.features.events.waiting_list.domain import (
    PASSED_AT_MOST,
    Given,
    Offered,
    Party,
    Passing,
    Policy,
    Seating,
    Why,
    seat,
    why_waiting,
)
from bot.features.events.waiting_list.offers import offered_until
from tests.extent import few_or_all
from tests.seating import Room

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVENT = datetime(2026, 12, 18, 18, tzinfo=UTC)
AT_ONCE = Policy(Passing.AT_ONCE, EVENT)
OFFERED = Policy(Passing.OFFERED, EVENT)


def line(*needs: int, passed: int = 0) -> list[Party]:
    return [Party(n, need, need, passed) for n, need in enumerate(needs, 1)]


def given_to(seating: Seating) -> list[int]:
    return [change.rsvp for change in seating.changes]


def test_the_first_who_waits_is_given_a_free_seat() -> None:
    assert seat(2, 1, line(1, 1), AT_ONCE, NOW).changes == (Given(1, 1),)


def test_a_free_seat_is_offered_until_tomorrow() -> None:
    (change,) = seat(2, 1, line(1, 1), OFFERED, NOW).changes
    assert change == Offered(1, 1, NOW + timedelta(days=1))


def test_nobody_is_given_anything_where_a_host_has_let_in_too_many() -> None:
    assert seat(20, 21, line(1), AT_ONCE, NOW).changes == ()


def test_without_a_limit_everybody_is_seated() -> None:
    assert given_to(seat(None, 500, line(3, 10, 1), AT_ONCE, NOW)) == [1, 2, 3]


def test_a_party_waits_until_all_of_it_fits_and_a_smaller_one_passes() -> None:
    seating = seat(10, 8, line(3, 1, 2), AT_ONCE, NOW)
    assert given_to(seating) == [2]
    assert [(party.rsvp, party.passed) for party in seating.waiting] == [(1, 1), (3, 0)]


def test_after_three_smaller_parties_seats_are_gathered_for_the_one_they_passed() -> None:
    seating = seat(10, 5, line(6, 1, 1, 1, 1), AT_ONCE, NOW)
    assert given_to(seating) == [2, 3, 4]
    seating = seat(10, 8, seating.waiting, AT_ONCE, NOW)
    assert seating.changes == ()
    assert given_to(seat(10, 4, seating.waiting, AT_ONCE, NOW)) == [1]


def test_a_party_larger_than_the_room_holds_up_nobody() -> None:
    assert given_to(seat(4, 3, line(5, 1, passed=PASSED_AT_MOST), AT_ONCE, NOW)) == [2]


def test_who_is_asking_right_now_is_given_a_seat_and_not_offered_one() -> None:
    here = Party(9, 1, 1, here=True)
    assert seat(2, 1, [*line(3), here], OFFERED, NOW).changes == (Given(9, 1),)


def test_nobody_is_called_once_it_has_begun_but_who_stands_at_the_door_comes_in() -> None:
    here = Party(9, 1, 1, here=True)
    assert given_to(seat(9, 0, [*line(1), here], AT_ONCE, EVENT)) == [9]


@pytest.mark.parametrize(
    ("size", "need", "seated_", "held", "gathered", "why"),
    [
        (1, 1, 5, 0, False, Why.FULL),
        (1, 1, 4, 1, False, Why.HELD),
        (3, 3, 4, 0, False, Why.TOO_FEW),
        (1, 1, 4, 0, True, Why.GATHERED),
        (6, 6, 0, 0, False, Why.NEVER),
    ],
)
def test_everybody_who_waits_can_be_told_why(
    size: int, need: int, seated_: int, held: int, gathered: bool, why: Why
) -> None:
    assert why_waiting(Party(1, size, need), 5, seated_, held, gathered) is why


# What the storage loads of a line is enough ---------------------------------------------------

PARTIES = st.lists(st.tuples(st.integers(1, 10), st.integers(0, 3)), max_size=25)


def prefix(sizes: list[tuple[int, int]]) -> list[Party]:
    """A line as it can be: nobody was passed more often than those before them."""
    counts = sorted((passed for _, passed in sizes), reverse=True)
    return [
        Party(n, size, size, passed)
        for n, ((size, _), passed) in enumerate(zip(sizes, counts, strict=True), 1)
    ]


@given(PARTIES, st.integers(1, 30), st.integers(0, 30))
def test_the_first_of_each_size_are_all_that_matter(
    sizes: list[tuple[int, int]], capacity: int, taken: int
) -> None:
    whole = prefix(sizes)
    free = max(0, capacity - taken)
    few = [
        party
        for party in whole
        if party.size <= capacity
        and sum(o.need == party.need and o.rsvp < party.rsvp for o in whole) <= free // party.need
    ]
    expected = seat(capacity, taken, whole, AT_ONCE, NOW)
    found = seat(capacity, taken, few, AT_ONCE, NOW)
    assert found.changes == expected.changes
    passed = {party.rsvp: party.passed for party in expected.waiting}
    assert all(passed[party.rsvp] == party.passed for party in found.waiting)


@given(PARTIES, st.integers(0, 30), st.integers(0, 30))
def test_more_than_is_free_is_never_given_and_nobody_who_fits_waits_behind_nobody(
    sizes: list[tuple[int, int]], capacity: int, taken: int
) -> None:
    seating = seat(capacity, taken, prefix(sizes), AT_ONCE, NOW)
    given_seats = sum(change.seats for change in seating.changes)
    assert given_seats <= max(0, capacity - taken)
    free = capacity - taken - given_seats
    first = next(iter(seating.waiting), None)
    assert first is None or first.need > free


# How long an offer is open --------------------------------------------------------------------


def test_an_offer_is_shorter_as_the_event_nears() -> None:
    noon = datetime(2026, 12, 18, 10, tzinfo=UTC)
    assert offered_until(noon, noon + timedelta(hours=8), "UTC") == noon + timedelta(hours=2)
    assert offered_until(noon, noon + timedelta(minutes=20), "UTC") == noon + timedelta(minutes=20)


def test_an_offer_never_lapses_in_somebodys_night_and_holds_the_seat_meanwhile() -> None:
    evening = datetime(2026, 12, 1, 20, tzinfo=UTC)
    soon = evening + timedelta(hours=20)
    in_london = offered_until(evening, soon, "Europe/London")
    assert in_london == datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert offered_until(evening, soon, "America/New_York") == evening + timedelta(hours=5)


@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")),
    st.integers(1, 60 * 24 * 60),
    st.sampled_from(["Europe/London", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe"]),
)
def test_an_offer_is_open_in_the_day_and_never_after_the_event_has_begun(
    at: datetime, minutes: int, zone: str
) -> None:
    now = at.replace(tzinfo=UTC)
    starts = now + timedelta(minutes=minutes)
    until = offered_until(now, starts, zone)
    assert now < until <= starts
    assert until == starts or 8 <= until.astimezone(ZoneInfo(zone)).hour < 21
    assert until - now <= timedelta(hours=24 + 12)


# Over a long history --------------------------------------------------------------------------

ADA, BO, CY, DEE, EVE = range(1, 6)


def room_of(capacity: int, *who: int) -> Room:
    room = Room(capacity, AT_ONCE, NOW)
    for each in who:
        room.answer(each, Answer.COMING)
    return room


def test_one_free_seat_goes_to_one_person() -> None:
    room = room_of(2, ADA, BO, CY, DEE)
    room.answer(ADA, Answer.NO)
    assert (room.who(seats=True), room.who(seats=False)) == ([BO, CY], [DEE])


def test_no_and_maybe_are_taken_when_it_is_full() -> None:
    room = room_of(1, ADA, BO)
    room.answer(CY, Answer.NO)
    room.answer(DEE, Answer.MAYBE)
    assert (room.who(seats=True), room.who(seats=False)) == ([ADA], [BO])
    room.answer(ADA, Answer.MAYBE)
    assert (room.who(seats=True), room.who(seats=False)) == ([BO], [])


def test_who_grows_keeps_their_seat_and_waits_for_the_rest() -> None:
    room = room_of(2, ADA, BO)
    room.answer(ADA, Answer.COMING, 2)
    assert (room.rsvps[ADA].seats, room.rsvps[ADA].need) == (1, 1)
    room.answer(BO, Answer.NO)
    assert (room.rsvps[ADA].seats, room.rsvps[ADA].need) == (2, 0)


def test_who_shrinks_frees_seats_for_others() -> None:
    room = Room(3, AT_ONCE, NOW)
    room.answer(ADA, Answer.COMING, 3)
    room.answer(BO, Answer.COMING, 2)
    room.answer(ADA, Answer.COMING, 1)
    assert room.who(seats=True) == [ADA, BO]


def test_who_lets_an_offer_lapse_goes_to_the_end_and_the_second_time_off_the_list() -> None:
    room = Room(1, OFFERED, NOW)
    for who in (ADA, BO, CY):
        room.answer(who, Answer.COMING)
    room.answer(ADA, Answer.NO)
    assert room.rsvps[BO].offered == 1
    room.pass_time(24)
    assert (room.rsvps[CY].offered, room.who(seats=False)) == (1, [BO])
    room.pass_time(24)
    assert (room.rsvps[BO].offered, room.who(seats=False)) == (1, [CY])
    room.pass_time(24)
    assert BO not in room.rsvps


def test_a_yes_takes_up_an_offer() -> None:
    room = Room(1, OFFERED, NOW)
    room.answer(ADA, Answer.COMING)
    room.answer(BO, Answer.COMING)
    room.answer(ADA, Answer.NO)
    room.answer(BO, Answer.COMING)
    assert (room.rsvps[BO].seats, room.rsvps[BO].offered) == (1, 0)


def test_a_yes_alone_makes_an_offer_a_seat_and_a_no_is_a_party_of_none() -> None:
    waits = respond(Rsvp(1, Attendee(BO), id=BO), Response(Answer.COMING, 2), NOW, 1)
    called = offered(waits, 2, NOW + timedelta(days=1))
    taken = respond(called, Response(Answer.COMING, 2), NOW, 9)
    assert (taken.seats, taken.offered, taken.need, taken.position) == (2, 0, 0, 1)
    assert respond(taken, Response(Answer.NO, 2), NOW, 9).party == 0


def test_who_waits_and_changes_their_number_keeps_their_place_and_what_they_have_waited() -> None:
    room = room_of(3, ADA, BO)
    room.answer(CY, Answer.COMING, 2)
    room.answer(DEE, Answer.COMING)
    room.answer(EVE, Answer.COMING)
    room.answer(CY, Answer.COMING, 3)
    assert room.who(seats=False) == [CY, EVE]
    assert (room.rsvps[CY].need, room.rsvps[CY].passed) == (3, 1)


def test_who_was_put_before_everybody_keeps_that_place_too() -> None:
    first = Rsvp(1, Attendee(ADA), id=ADA, answer=Answer.COMING, party=1, need=1, position=0)
    assert respond(first, Response(Answer.COMING, 2), NOW, 9).position == 0


def test_when_seats_are_too_many_offers_go_first_then_the_last_to_come() -> None:
    def coming(id_: int, seats: int, held: int) -> Rsvp:
        rsvp = Rsvp(1, Attendee(id_), id=id_, answer=Answer.COMING, party=seats + held)
        return replace(rsvp, seats=seats, offered=held, position=id_, answered_at=NOW)

    holding = [coming(1, 1, 0), coming(2, 0, 1), coming(3, 2, 0), coming(4, 1, 0)]
    assert [after.id for _, after in sent_back(holding, 1)] == [2]
    back = sent_back(holding, 3)
    assert [(after.id, after.seats, after.need) for _, after in back] == [
        (2, 0, 1),
        (3, 0, 2),
        (4, 0, 1),
    ]


def test_of_two_answers_of_one_person_the_better_seat_is_kept() -> None:
    def rsvp(id_: int, answer: Answer, **more: Any) -> Rsvp:
        return Rsvp(1, Attendee(id_), id=id_, answer=answer, answered_at=NOW, **more)

    sits = rsvp(1, Answer.COMING, seats=1, position=9)
    called = rsvp(2, Answer.COMING, offered=1, position=2)
    waits = rsvp(3, Answer.COMING, need=1, position=1)
    maybe, no = rsvp(4, Answer.MAYBE), rsvp(5, Answer.NO)
    ranked = [sits, called, waits, maybe, no]
    for n, one in enumerate(ranked):
        for other in ranked[n + 1 :]:
            assert better(one, other) is better(other, one) is one


WHO = st.integers(1, 8)


class History(RuleBasedStateMachine):
    """People answer, hosts let in, time passes; whatever happens, the promises hold."""

    passing = Passing.OFFERED

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(5, Policy(self.passing, EVENT), NOW)
        self.by_hand = 0

    @rule(who=WHO, answer=st.sampled_from(Answer), party=st.integers(1, 4))
    def answers(self, who: int, answer: Answer, party: int) -> None:
        self.room.answer(who, answer, party)

    @rule(who=WHO)
    def withdraws(self, who: int) -> None:
        self.room.withdraw(who)

    @rule(who=WHO)
    def is_let_in(self, who: int) -> None:
        self.room.let_in(who)
        self.by_hand = max(self.by_hand, self.room.tally.taken)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.room.pass_time(hours)

    @invariant()
    def no_more_seats_are_taken_than_there_are_but_by_a_hosts_hand(self) -> None:
        taken = self.room.tally.taken
        assert taken <= max(5, self.by_hand)
        if taken <= 5:
            self.by_hand = 0

    @invariant()
    def every_party_that_comes_is_seated_offered_or_waiting(self) -> None:
        for rsvp in self.room.rsvps.values():
            held = rsvp.seats + rsvp.offered + rsvp.need
            assert held == (rsvp.party if rsvp.answer is Answer.COMING else 0)
            assert min(rsvp.seats, rsvp.offered, rsvp.need) >= 0
            assert (rsvp.offered_until is None) == (rsvp.offered == 0)

    @invariant()
    def nobody_waits_first_who_fits(self) -> None:
        waiting = self.room.who(seats=False) if self.room.now < EVENT else []
        free = 5 - self.room.tally.taken
        assert not waiting or self.room.rsvps[waiting[0]].need > free

    @invariant()
    def nobody_is_passed_over_more_often_than_those_before_them_or_than_is_said(self) -> None:
        passed = [self.room.rsvps[who].passed for who in self.room.who(seats=False)]
        assert passed == sorted(passed, reverse=True)
        assert max(passed, default=0) <= PASSED_AT_MOST


class HistoryAtOnce(History):
    """The same, where freed seats are given at once."""

    passing = Passing.AT_ONCE


SMALL = settings(max_examples=few_or_all(15, 300), stateful_step_count=few_or_all(20, 50))
TestHistory = pytest.mark.slow("long histories")(History.TestCase)
TestHistory.settings = SMALL
TestHistoryAtOnce = pytest.mark.slow("long histories")(HistoryAtOnce.TestCase)
TestHistoryAtOnce.settings = SMALL
