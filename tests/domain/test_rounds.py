"""The rules of programmes and rounds, as plain functions."""

import hashlib
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.community.dates.instants import next_weekly
from bot.features.introductions.domain import (
    Adjustments,
    Participant,
    Participants,
    Programme,
    TakingPart,
    Terms,
    crosses,
    crossing_pairs,
    pair,
    pairs_of,
)
from bot.features.introductions.follow_up.domain import Story, results
from bot.features.introductions.programmes.handlers import rescheduled
from bot.features.introductions.rooms.views import times
from bot.features.introductions.rounds.domain import (
    Changes,
    changes,
    chosen,
    counts_after,
    groups_of,
    keeping,
    problem,
    swapped,
    times_that_suit,
    work_out,
    work_out_around,
)
from bot.features.introductions.rounds.reasons import reasons_about, reasons_to
from bot.features.introductions.suggestions.domain import Suggestion, who_may_be_asked
from bot.matching.eligibility import HARD, barriers, possible
from bot.matching.plan import (
    AcrossNetworks,
    Group,
    LeftOut,
    NewFaces,
    OfferAnswersAsk,
    Plan,
    SameTown,
    SharedTopics,
    SimilarWork,
    Why,
)
from bot.matching.pool import Candidate, Rules
from bot.matching.ports import Acquaintance, Pair

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TERMS = Terms("Kindred spirits", weeks=1)
STRANGERS = Acquaintance()
ids = st.integers(1, 12)


def person(id_: int, **known: object) -> Participant:
    return replace(Participant(id_, f"P{id_} Example", "Europe/London"), **known)  # type: ignore[arg-type]


def people(*members: int) -> Participants:
    return Participants(tuple(person(id_) for id_ in members))


def plan(*groups: tuple[int, ...], left_out: tuple[int, ...] = ()) -> Plan:
    return Plan(
        tuple(Group(members, 1.0, ()) for members in groups),
        tuple(LeftOut(member, Why.ODD) for member in left_out),
    )


# Dates ----------------------------------------------------------------------------------------


@given(
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.sampled_from([1, 2, 4]),
    st.integers(0, 6),
    st.integers(6, 22),
    st.integers(0, 3 * 365 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
    st.integers(0, 100),
)
def test_rounds_keep_their_day_and_hour_and_are_never_in_the_past(
    zone: str, weeks: int, weekday: int, hour: int, now: datetime, late: int
) -> None:
    terms = Terms("x", weeks=weeks, weekday=weekday, hour=hour, zone=zone)
    slot = terms.first_opening(now)
    assert slot > now + timedelta(days=3)
    opened = slot + timedelta(days=late)
    after = terms.opening_after(slot, opened)
    assert after is not None
    local = after.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour, local.minute) == (weekday, hour, 0)
    assert opened < after <= opened + timedelta(weeks=weeks, hours=1)
    first = slot.astimezone(ZoneInfo(zone)).date()
    assert (local.date() - first).days % (7 * weeks) == 0


def test_a_single_round_lasts_two_weeks_and_has_none_after_it() -> None:
    once = Terms("x", weeks=0)
    assert once.opening_after(NOW, NOW) is None
    course = once.course(NOW)
    assert course.halfway == NOW + timedelta(weeks=1)
    assert course.ends == NOW + timedelta(weeks=2)
    assert course.halfway < course.last_call < course.ends


def test_people_may_meet_again_after_exactly_the_weeks_even_if_a_round_opened_late() -> None:
    since = replace(TERMS, weeks_apart=4).met_since(NOW)
    assert NOW - timedelta(weeks=4) + timedelta(hours=2) < since
    assert NOW - timedelta(weeks=3) - timedelta(hours=2) > since
    assert replace(TERMS, weeks_apart=0).met_since(NOW) > NOW


def test_a_changed_hour_moves_the_next_round_as_little_as_it_can() -> None:
    tuesday = next_weekly(NOW, 1, 10, "Europe/London")
    existing = Programme(1, 1, TERMS, True, 1, tuesday)
    assert rescheduled(existing, replace(TERMS, name="y"), NOW) == tuesday
    later = rescheduled(existing, replace(TERMS, hour=14), NOW)
    assert later == tuesday + timedelta(hours=4)
    monday = rescheduled(existing, replace(TERMS, weekday=0, hour=10), NOW)
    assert monday == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert rescheduled(replace(existing, opens_at=None), TERMS, NOW) == TERMS.first_opening(NOW)


# Adjustments ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(["hold", "drop", "pin"]), ids, ids), max_size=12), ids)
def test_releasing_somebody_undoes_all_that_was_changed_about_them(
    acts: list[tuple[str, int, int]], released: int
) -> None:
    adjusted = Adjustments()
    for act, a, b in acts:
        match act:
            case "hold":
                adjusted = adjusted.hold(a)
            case "drop":
                adjusted = adjusted.drop({a, b})
            case _:
                adjusted = adjusted.pin([frozenset({a, b})])
        pinned = [member for group in adjusted.together for member in group]
        assert len(pinned) == len(set(pinned)), "nobody is pinned twice"
    after = adjusted.release(released)
    assert released not in after.held
    assert not any(released in pair_ for pair_ in after.apart)
    assert not any(released in group for group in after.together)


def test_dropping_a_group_unpins_it_and_keeps_its_people_apart() -> None:
    adjusted = Adjustments().pin([frozenset({1, 2}), frozenset({3, 4})]).drop({2, 1})
    assert adjusted.together == (frozenset({3, 4}),)
    assert adjusted.apart == {(1, 2)}


def test_pairs_have_one_order() -> None:
    assert pair(2, 1) == pair(1, 2) == (1, 2)
    assert pairs_of((3, 1, 2)) == {(1, 2), (1, 3), (2, 3)}


# Settings and plans ---------------------------------------------------------------------------


@given(
    st.frozensets(ids, min_size=2),
    st.frozensets(st.tuples(ids, ids).filter(lambda p: p[0] < p[1]), max_size=8),
    st.lists(st.frozensets(ids, min_size=2, max_size=3), max_size=3),
    st.integers(0, 5),
)
def test_no_round_puts_together_who_may_not_meet_whatever_was_pinned(
    there: frozenset[int],
    apart: frozenset[tuple[int, int]],
    pins: list[frozenset[int]],
    seed: int,
) -> None:
    adjusted = Adjustments().pin(pins[:1])
    for pin in pins[1:]:
        adjusted = adjusted.pin([pin])
    made = problem(TERMS, people(*there), Acquaintance(never=apart), adjusted, NOW)
    found = work_out(made.candidates, made.rules, seed)
    for group in found.groups:
        assert not pairs_of(group.members) & apart
    placed = [m for group in found.groups for m in group.members]
    placed += [left.member for left in found.left_out]
    assert sorted(placed) == sorted(there)
    assert not changes(found, made)


def test_a_fingerprint_tells_every_change_that_matters() -> None:
    everyone = people(1, 2, 3, 4)
    same = problem(TERMS, everyone, STRANGERS, Adjustments(), NOW).fingerprint
    assert problem(TERMS, people(4, 3, 2, 1), STRANGERS, Adjustments(), NOW).fingerprint == same
    assert (
        problem(replace(TERMS, hour=12), everyone, STRANGERS, Adjustments(), NOW).fingerprint
        == same
    )
    new_topic = Participants((*everyone.people[1:], person(1, topics=("tea",))))
    others = [
        problem(replace(TERMS, group_size=3), everyone, STRANGERS, Adjustments(), NOW),
        problem(TERMS, people(1, 2, 3), STRANGERS, Adjustments(), NOW),
        problem(TERMS, everyone, Acquaintance(never=frozenset({(1, 2)})), Adjustments(), NOW),
        problem(TERMS, everyone, Acquaintance(met=frozenset({(1, 2)})), Adjustments(), NOW),
        problem(TERMS, everyone, STRANGERS, Adjustments().hold(1), NOW),
        problem(TERMS, everyone, STRANGERS, Adjustments().pin([frozenset({1, 2})]), NOW),
        problem(TERMS, new_topic, STRANGERS, Adjustments(), NOW),
    ]
    assert len({same, *(other.fingerprint for other in others)}) == len(others) + 1


def fingerprint(*members: Participant) -> str:
    return problem(TERMS, Participants(members), STRANGERS, Adjustments(), NOW).fingerprint


def test_a_zone_that_becomes_known_makes_a_new_plan_only_if_hours_count_by_it() -> None:
    hours = ("tue morning",)
    assert fingerprint(person(1, zone="")) == fingerprint(person(1))
    assert fingerprint(person(1, zone="", availability=hours)) != fingerprint(
        person(1, availability=hours)
    )


def test_a_draft_of_the_former_version_holds_whatever_was_written_as_a_language() -> None:
    former = (
        "Person(id=1, name='P1 Example', zone='Europe/London', pronouns='', headline='', about='', "
        "place='', networks=(), topics=(), offers=(), asks=(), "
        "languages=('Welsh', 'whistled Gomeran'), availability=(), left_out=0)"
    )
    nothing: list[object] = []
    made_of = (TERMS.group_size, TERMS.across, [former], *[nothing] * 4)
    now = fingerprint(person(1, zone="", languages=("cy", "whistled Gomeran")))
    assert now == hashlib.sha256(repr(made_of).encode()).hexdigest()


def test_what_changed_since_a_plan_is_found() -> None:
    before = plan((1, 2), (3, 4), left_out=(5,))
    fine = problem(TERMS, people(1, 2, 3, 4, 5), STRANGERS, Adjustments(), NOW)
    assert not changes(before, fine)
    gone = changes(before, problem(TERMS, people(1, 2, 3, 5, 6), STRANGERS, Adjustments(), NOW))
    assert gone == Changes(frozenset({4}), frozenset({6}))
    never = Acquaintance(never=frozenset({(4, 3)}))
    parted = problem(TERMS, people(1, 2, 3, 4, 5), never, Adjustments(), NOW)
    assert changes(before, parted).parted == (frozenset({3, 4}),)


def test_people_of_a_group_need_an_hour_that_suits_all() -> None:
    mornings = [person(n, availability=("mon morning",)) for n in (1, 2)]
    evening = person(3, availability=("mon evening",))
    made = problem(TERMS, Participants((*mornings, evening)), STRANGERS, Adjustments(), NOW)
    groups = [frozenset({1, 2}), frozenset({2, 3}), frozenset({1, 9})]
    assert possible(groups, made.candidates, made.rules.known) == (frozenset({1, 2}),)


def test_swapping_changes_two_groups_and_no_other() -> None:
    before = plan((1, 2), (3, 4), (5, 6), left_out=(7,))
    assert swapped(before, 2, 3) == [{1, 3}, {2, 4}, {5, 6}]
    assert swapped(before, 7, 1) == [{7, 2}, {3, 4}, {5, 6}]
    for a, b in ((1, 2), (7, 8)):
        with pytest.raises(ValueError, match="no places"):
            swapped(before, a, b)


@given(
    st.frozensets(ids, min_size=3),
    st.frozensets(st.tuples(ids, ids).filter(lambda p: p[0] != p[1]), max_size=8),
    st.data(),
)
def test_no_swap_puts_together_who_never_may_meet(
    there: frozenset[int], never: frozenset[Pair], data: st.DataObject
) -> None:
    made = problem(TERMS, people(*there), Acquaintance(never=never), Adjustments(), NOW)
    before = work_out(made.candidates, made.rules, 1)
    one, other = data.draw(st.lists(st.sampled_from(sorted(there)), min_size=2, max_size=2))
    try:
        groups = swapped(before, one, other)
    except ValueError:
        return
    kept = possible(groups, made.candidates, made.rules.known)
    after = work_out(made.candidates, keeping(made.rules, kept), 1)
    by_id = {candidate.id: candidate for candidate in made.candidates}
    for group in [*kept, *groups_of(after)]:
        for a, b in pairs_of(group):
            assert not barriers(by_id[a], by_id[b], made.rules.known) & HARD


@given(
    st.tuples(ids, ids, ids),
    st.frozensets(st.tuples(ids, ids), max_size=12),
    st.frozensets(st.tuples(ids, ids), max_size=6),
)
def test_no_suggestion_goes_on_between_two_who_never_may_meet(
    who: tuple[int, int, int], never: frozenset[Pair], met: frozenset[Pair]
) -> None:
    by, one, other = who
    known = Acquaintance(never=never, met=met)
    suggestion = Suggestion(1, 1, by, (one, other), "", NOW)
    may = who_may_be_asked(suggestion, Candidate(one), Candidate(other), known)
    refused = {(one, other), (other, one), (one, by), (other, by)} & never
    lately = {(one, other), (other, one)} & met
    assert (may == {one, other}) != bool(refused or lately or one == other)
    assert not any(who in may for who, _ in refused)
    assert may in ({one, other}, frozenset()) or refused


def test_two_who_are_asked_decide_for_themselves_about_language_and_hours() -> None:
    suggestion = Suggestion(1, 1, 3, (1, 2), "", NOW)
    one = Candidate(1, languages=frozenset({"en"}), hours=0b01)
    other = Candidate(2, languages=frozenset({"cy"}), hours=0b10)
    assert who_may_be_asked(suggestion, one, other, STRANGERS) == {1, 2}


def test_being_left_out_counts_up_and_being_introduced_sets_it_back() -> None:
    everyone = Participants((person(1, left_out=2), person(2), person(3, left_out=1), person(4)))
    counts = counts_after(plan((1, 2), left_out=(3,)), {4}, everyone)
    assert counts == {1: 0, 3: 2, 4: 1}


@given(st.integers(0, 2**31), st.integers(0, 3000), st.integers(1, 30))
def test_what_is_chosen_by_a_seed_is_the_same_every_time(seed: int, at: int, count: int) -> None:
    assert 0 <= chosen(seed, at, count) < count
    assert chosen(seed, at, count) == chosen(seed, at, count)


def test_not_everybody_gets_the_same_question() -> None:
    assert len({chosen(1, position, 25) for position in range(100)}) == 25


def test_times_leave_out_those_who_have_not_said() -> None:
    assert times_that_suit([person(1), person(2)], NOW, 3) == []
    known = person(1, availability=("mon morning",))
    found = times_that_suit([known, person(2)], NOW, 2)
    assert all(at.weekday() == 0 and 9 <= at.hour < 12 for at in found)
    assert len(found) == 2


def test_who_told_hours_but_no_zone_is_said_to_lack_the_zone_alone() -> None:
    hours = ("tue morning",)
    ada = person(1, name="Ada Lund", availability=hours)
    bo, cy = person(2, name="Bo Ek", zone="", availability=hours), person(3, name="Cy Orr")
    said = [repr(part) for part in times([ada, bo, cy], NOW)]
    assert "suit those of you who told me" in said[0]
    assert "'Cy'" in said[2]
    assert "has not said when they can usually meet" in said[2]
    assert "'Bo'" in said[3]
    assert "but not in which time zone" in said[3]
    assert "Bo" not in said[2]


def test_a_plan_with_every_kind_of_reason_is_read_as_it_was_written() -> None:
    reasons = (
        SharedTopics((1, 2), ("tea",)),
        OfferAnswersAsk(1, 2, "an ear", "an ear"),
        SimilarWork((1, 2), ("allotments",)),
        SameTown((1, 2), "Leeds"),
        AcrossNetworks((1, 2), (7, 8)),
        NewFaces((1, 2)),
    )
    codec = TypeAdapter(Plan)
    before = Plan((Group((1, 2), 1.5, reasons),), (LeftOut(3, Why.MET),))
    kept = codec.dump_json(before, by_alias=True)
    assert codec.validate_json(kept) == before
    assert b'{"members":[1,2],"place":"Leeds"}' in kept


def test_what_is_worked_out_in_another_process_can_be_sent_there_and_back() -> None:
    made = problem(TERMS, people(1, 2, 3), STRANGERS, Adjustments().drop({1, 2}), NOW)
    sent = pickle.dumps((work_out, (made.candidates, made.rules, 7)))
    compute, arguments = pickle.loads(sent)  # noqa: S301
    back = pickle.loads(pickle.dumps(compute(*arguments)))  # noqa: S301
    assert back == work_out(made.candidates, made.rules, 7)


# Words ----------------------------------------------------------------------------------------

ADA = person(1, name="Ada Lee", networks=((1, "Kettle"),))
BO = person(2, name="Bo Day", networks=((2, "Doors"),))
CY = person(3, name="Cy Day")
BOTH = {1: ADA, 2: BO}


def test_reasons_are_said_as_people_say_them() -> None:
    reasons = (SharedTopics((1, 2), ("belonging",)), SameTown((1, 2), "Coventry"))
    assert reasons_to(reasons, BOTH) == "You both work on belonging in Coventry."
    assert reasons_about(reasons, (1, 2), BOTH) == "Both work on belonging in Coventry."
    answer = (OfferAnswersAsk(1, 2, "Help with measuring.", "how to measure"),)
    said = "Ada offers “Help with measuring”, and Bo is looking for “how to measure”."
    assert reasons_to(answer, BOTH) == said
    across = (AcrossNetworks((1, 2), (1, 2)),)
    assert reasons_to(across, BOTH) == "You come from different networks, Kettle and Doors."
    assert reasons_to((NewFaces((1, 2)),), BOTH) == "You have not been introduced before."
    assert "nobody has thought of" in reasons_to((), BOTH)


def test_reasons_of_some_of_a_group_name_them() -> None:
    three = {1: ADA, 2: BO, 3: CY}
    some = (SharedTopics((1, 3), ("tea",)), SameTown((1, 2, 3), "Leeds"))
    assert reasons_to(some, three) == "Ada and Cy work on tea; all of you are in Leeds."


def test_people_of_one_first_name_are_told_apart() -> None:
    other = {1: ADA, 4: person(4, name="Ada Kay")}
    said = reasons_to((OfferAnswersAsk(4, 1, "tea", "tea"),), other)
    assert said == "Ada Kay offers “tea”, which Ada Lee is looking for."


# Results --------------------------------------------------------------------------------------

outcomes = st.sampled_from(["", "met", "planned", "not"])


@given(st.lists(st.tuples(st.booleans(), st.lists(outcomes, max_size=3)), max_size=10))
def test_every_introduction_counts_once_by_the_best_that_is_said(
    answers: list[tuple[bool, list[str]]],
) -> None:
    found = results(answers)
    counted = found.met + found.planned + found.declined + found.unanswered
    assert counted == found.introductions == len(answers)
    assert found.met == sum("met" in said for _, said in answers)
    assert found.met_across == sum(across and "met" in said for across, said in answers)
    assert found.unanswered == sum(not any(said) for _, said in answers)


def test_stories_come_along() -> None:
    assert results([(True, ["met"])], [Story("Ada", "tea")]).stories == (Story("Ada", "tea"),)


def test_crossing_counts_pairs_who_share_no_network() -> None:
    assert crosses(ADA, BO)
    assert not crosses(ADA, CY), "nothing is known of Cy"
    assert crossing_pairs([(ADA, BO, CY), (ADA, ADA)]) == (1, 4)


def test_programmes_ask_each_time_or_once() -> None:
    assert Terms("x", taking_part=TakingPart.ASKED).asks
    assert not TERMS.asks


def test_somebody_held_changes_no_other_group_but_for_one_who_would_be_left_out() -> None:
    there = tuple(Candidate(number) for number in range(2, 7))  # 1, who met 2, is held
    kept = (frozenset({3, 4}), frozenset({5, 6}))
    plan = work_out_around(there, Rules(), kept, 7)
    assert not plan.left_out, "2 joins one of the others"
    assert len(set(groups_of(plan)) & set(kept)) == 1
    met = frozenset({(2, 3), (2, 5), (2, 6)})
    plan = work_out_around(there, Rules(known=Acquaintance(met=met)), kept, 7)
    assert not plan.left_out, "2 may meet 4 alone: the others make room"


def test_only_people_who_never_met_are_told_that_they_have_not() -> None:
    two = (Candidate(1), Candidate(2))
    before = Rules(known=Acquaintance(before=frozenset({(1, 2)})))
    assert work_out(two, Rules(), 7).groups[0].reasons == (NewFaces((1, 2)),)
    assert work_out(two, before, 7).groups[0].reasons == ()
