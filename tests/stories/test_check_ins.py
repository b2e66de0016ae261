"""Check-ins: a group looks back on its own rhythm, everybody in their own day, without shame."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.domain_events import TakenDown
from bot.community.roles import Role
from bot.routing.interaction import Pressed
from tests.chat import Answer, Chat, Person
from tests.stories.challenges import QUESTION, posted, the_challenge
from tests.stories.ideas import happens, leaves

EVENING = datetime(2026, 12, 6, 9, 30, tzinfo=UTC)
"""A Sunday, before Monday has been planned."""

HOURS = (0, 9, 10, 12, 14)
"""When days are over, people are asked, rounds are planned, and people are asked elsewhere."""


async def group(chat: Chat, *names: str, zone: str = "Europe/London") -> list[Person]:
    """People who are in one challenge, the first of them its host."""
    people = [await chat.person(name, zone=zone) for name in names]
    await posted(people[0])
    for person in people[1:]:
        await person.says("/challenge join")
    chat.clock.at = EVENING
    return people


async def begins(host: Person, rhythm: str = "daily") -> Answer:
    """What the host is told who lets the group check in."""
    return await host.says(f"/challenge check-ins {rhythm}")


async def until(chat: Chat, day: int, hour: int, minute: int = 0, month: int = 12) -> None:
    """Let time pass up to an instant in UTC; what falls due is run at the hours that matter."""
    end = datetime(2026, month, day, hour, minute, tzinfo=UTC)
    while chat.clock.at < end:
        whole = chat.clock.at.replace(minute=0)
        later = (whole + timedelta(hours=n) for n in range(1, 25))
        then = next(each for each in later if each.hour in HOURS)
        await chat.skip_time(seconds=(min(then, end) - chat.clock.at).total_seconds())


@pytest.mark.slow("days pass")
async def test_each_is_asked_in_their_own_morning_and_all_answers_are_equal(chat: Chat) -> None:
    ada, bo, cy, di = await group(chat, "Ada", "Bo", "Cy", "Di")
    assert "those who host this" in (await bo.says("/challenge check-ins weekly")).text
    assert "No check-ins" not in (await begins(ada, "weekly on monday")).text
    form = await ada.says("/challenge check-ins measure")  # a rhythm need not be said
    assert (form.value("every"), form.value("tried")) == ("weekly", "What have you tried?")
    told = await form.fill(every="daily", help="Who could help you?").done()
    assert "checks in every day" in told.text
    assert "Who could help you?" in told.text
    await until(chat, 7, 8, 30)
    assert bo.inbox == []
    await until(chat, 7, 9)
    for person in (ada, bo, cy, di):
        (asked,) = person.inbox
        assert "how is it going" in asked
        assert "Who could help you?" in asked
    form = await bo.presses_in_inbox("Answer")
    assert "A word in one of the two" in (await form.fill().done()).error("tried")
    answered = await form.fill(tried="Two calls " * 60, help="A name in Leeds").done()
    assert "for Monday, 7 December" in answered.text
    assert "That’s fine" in (await cy.presses_in_inbox("Nothing this time")).text
    assert "That’s fine" in (await ada.says("/challenge check-in skip")).text
    assert "I’ll ask you again" in (await di.presses_in_inbox("In 3 hours")).text
    await chat.settle()
    assert "Two calls" in bo.inbox[-1]  # the question is put away
    await until(chat, 7, 12)
    assert "asked me to come back" in di.inbox[-1]
    yesterday = (await di.says("/challenge check-in break 2026-12-06")).text
    assert "that has passed" in yesterday
    assert "Enjoy your break" in (await di.says("/challenge check-in break 9 December")).text
    read = await ada.says("/challenge check-in read")
    assert "Bo: Two calls Two calls" in read.text
    assert "… · A name in Leeds" in read.text  # however much is said of the first
    await until(chat, 9, 12)
    _, passed, asked = bo.inbox  # nothing piles up: a question that was not answered is a line
    assert "Tuesday, 8 December 2026: nothing this time, and that’s fine" in passed
    assert "how is it going" in asked
    form = await bo.presses_in_inbox("Answer after all")
    assert "for Tuesday, 8 December" in (await form.fill(tried="A call").done()).text
    assert di.inbox == []
    await until(chat, 10, 9)
    assert len(di.inbox) == 1
    assert (await di.says("/challenge check-in break")).value("until") == ""  # it is over
    challenge = (await the_challenge(chat)).id
    stale = Pressed("challenges.check_in_later", f"{challenge}:2026-12-08:hours")
    assert "11 Dec 2026 09:00" in (await ada.says("/challenge check-in later tomorrow")).text
    assert "12:00" in (await bo.does(stale)).text  # of what is over, the newest is asked again
    await until(chat, 10, 12)
    assert "asked me to come back" in bo.inbox[-1]
    assert "no check-ins" in (await begins(ada, "none")).text
    await chat.settle()
    assert not [line for line in di.inbox if "how is it going" in line]
    assert "check-ins" in (await bo.does(stale)).text
    assert [line for line in cy.inbox if "That’s fine" in line]  # nothing is an answer, too
    await until(chat, 12, 12)
    assert len(bo.inbox) == 2  # what was answered; what was not is taken back


@pytest.mark.slow("days pass")
async def test_a_digest_addresses_those_who_could_help_and_is_kept_true(chat: Chat) -> None:
    ada, bo, cy, di = await group(chat, "Ada", "Bo", "Cy", "Di")
    await begins(ada)
    await until(chat, 7, 9)
    form = await bo.presses_in_inbox("Answer")
    await form.fill(tried="Two calls", help="A name in Leeds").done()
    await di.says('/kindred commit "visit Hull" by 20 December')
    await (await di.says("/kindred commit sleep")).press("Just for me")
    await until(chat, 8, 9)
    assert chat.below_for_all == []  # nobody could help: it would address nobody
    how = await cy.says("/challenge check-in how")
    assert "may stand beside" in (await how.fill(glad=["glad"]).done()).text
    form = await bo.presses_in_inbox("Answer")
    await form.fill(help="A name in York").done()
    private = await (await di.presses_in_inbox("Answer")).fill(help="Money", readers="hosts").done()
    assert "Only the hosts" in private.text
    await until(chat, 9, 8)
    (digest,) = chat.below_for_all
    for part in ("Tuesday, 8 December", "Bo: A name in York", "Cy is glad to be asked"):
        assert part in digest
    step = "Di is about to do this: visit Hull · by Sunday, 20 December 2026 · @Cy is glad"
    assert step.replace("@", "") in digest.replace("@", "")
    assert "Money" not in digest
    assert "sleep" not in digest
    assert len(digest.splitlines()) <= 8
    assert "Money" in (await ada.says("/challenge check-in read")).text
    assert "Money" not in (await cy.says("/challenge check-in read")).text
    await private.press("Delete it")
    assert "Money" not in (await ada.says("/challenge check-in read")).text
    await (await bo.presses_in_inbox("Change it")).fill(help="A name in Hull").done()
    await chat.settle()
    assert "Bo: A name in Hull" in chat.below_for_all[0]
    assert "That one is yours" in (await chat.press_below_for_all("I can help Bo", by=bo)).text
    for _ in range(2):  # a second tap is the same
        offered = await chat.press_below_for_all("I can help Bo", by=cy)
    assert "They are asked" in offered.text
    await chat.settle()
    assert len([line for line in bo.inbox if "Cy could help you" in line]) == 1
    assert "who will help with" in (await bo.presses_in_inbox("Yes, please")).text
    await chat.settle()
    assert "would love your help" in cy.inbox[-1]
    assert "That one is yours" in (await chat.press_below_for_all("I can help Di", by=di)).text
    for _ in range(2):
        offered = await chat.press_below_for_all("I can help Di", by=cy)
    assert "They are asked" in offered.text
    await chat.settle()
    agreed = await di.presses_in_inbox("Yes, please")
    assert "brought the two of you together" in agreed.text
    await chat.settle()
    assert "Everybody who asked" in chat.below_for_all[0]
    # Steps alone: told if there is something new, put away once they are done.
    await ada.says("/kindred commit count meals")
    await until(chat, 10, 8)
    assert "Ada is about to do this: count meals" in chat.below_for_all[1].replace("@", "")
    await until(chat, 11, 8)
    assert len(chat.below_for_all) == 2
    await bo.says("/kindred commit count stories")
    await until(chat, 12, 8)
    (_, digest) = chat.below_for_all  # the newest alone tells of steps
    assert "count meals" in digest
    assert "count stories" in digest
    for person in (ada, bo):
        await (await person.says("/kindred commitments count")).press("Done")
        await chat.settle()
        assert ("count meals" in chat.below_for_all[-1]) is False
        assert ("count stories" in chat.below_for_all[-1]) is (person is ada)
    assert len(chat.below_for_all) == 1


async def test_an_ask_is_told_as_far_as_people_like_and_never_between_some(chat: Chat) -> None:
    ada, bo, cy, di, eve = await group(chat, "Ada", "Bo", "Cy", "Di", "Eve")
    await begins(ada)
    await bo.says("/challenge name hide")
    await cy.says("/kindred introduce never Bo")
    for person, hour in (
        (ada, "9"),
        (cy, "8"),
        (di, "7"),
        (eve, "7"),
    ):  # it runs at 9, late for some
        form = await person.says("/challenge check-in how")
        glad = ["glad"] if person in (ada, cy) else []
        await form.fill(glad=glad, where="thread", hour=hour).done()
    await bo.says("/kindred commit ring a school")
    told = await (await bo.says("/challenge check-in how")).fill(where="thread").done()
    assert "Your name is hidden" in told.text
    await until(chat, 7, 9)
    await (await bo.presses_in_inbox("Answer")).fill(help="A name in Leeds").done()
    await until(chat, 8, 8)
    question, *others = chat.below_for_all
    (digest,) = [line for line in others if "after the check-in" in line]
    assert "@Ada, @Cy, @Di and @Eve: how is it going?" in question
    assert "Somebody in the group: A name in Leeds" in digest
    assert "Somebody in the group is about to do this: ring a school" in digest
    assert "Ada is glad" in digest
    assert "Bo" not in digest
    assert "Cy" not in digest
    refused = await chat.press_below_for_all("I can help with 1", by=cy)
    assert "cannot be arranged" in refused.text
    assert "arranged" in (await chat.press_below_for_all("I can help with 2", by=cy)).text
    assert "Leeds" not in (await cy.says("/challenge check-in read")).text
    await chat.press_below_for_all("I can help with 1", by=ada)
    await chat.settle()
    assert "I’ll thank Ada" in (await bo.presses_in_inbox("Not this time")).text
    await chat.settle()
    assert "Thank you for offering" in ada.inbox[-1]
    await leaves(chat, bo)
    assert not [line for line in chat.below_for_all if "after the check-in" in line]
    # Nor does the question address whoever rests, hides, leaves, or is no member any more.
    await eve.says("/challenge check-in break 20 December")
    await chat.settle()
    assert "@Ada, @Cy and @Di: how is it going?" in chat.below_for_all[0]
    await di.says("/challenge name hide")
    await chat.settle()
    assert "@Ada and @Cy: how is it going?" in chat.below_for_all[0]
    await cy.says("/challenge leave")
    await chat.settle()
    assert "@Ada: how is it going?" in chat.below_for_all[0]
    await leaves(chat, ada)
    assert chat.below_for_all == []


@pytest.mark.slow("days pass")
@pytest.mark.not_in("slack", reason="a form is sent once there, and here twice")
async def test_who_is_quiet_is_seen_by_hosts_alone_and_asked_once_whether_they_stay(
    chat: Chat,
) -> None:
    ada, bo, cy = await group(chat, "Ada", "Bo", "Cy")
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    await bo.says("/challenge name hide")
    await begins(ada)
    assert "not had three rounds" in (await ada.says("/challenge quiet")).text
    assert "those who host this" in (await cy.says("/challenge quiet")).text
    for day in range(7, 10):
        await until(chat, day, 9)
        await ada.presses_in_inbox("Nothing this time")
    await until(chat, 10, 8, 30)
    quiet = await ada.says("/challenge quiet")
    assert "Bo, last heard from" in quiet.text
    assert "Bo" not in (await rowan.says("/facilitate challenge quiet")).text
    form = await quiet.press("Say hello to Bo")
    assert "How are you?" in str(form.value("text"))
    assert "has your hello" in (await form.fill(text="Hello Bo, tea?").done()).text
    assert "had a hello already" in (await form.fill(text="Hello again").done()).text
    await chat.settle()
    assert [line for line in bo.inbox if "Hello Bo, tea?" in line and "Ada" in line]
    await until(chat, 10, 9)
    for person in (bo, cy):
        assert "What would suit you now" in person.inbox[-1]
    await until(chat, 14, 12)
    assert len([line for line in bo.inbox if "What would suit you now" in line]) == 1
    assert "how is it going" not in bo.inbox[-1]
    assert "Good to have you" in (await bo.presses_in_inbox("I’ll stay")).text
    quiet = await ada.says("/challenge quiet")
    assert "Bo" not in quiet.text
    assert "Ada" not in quiet.text  # who has been quiet, too: nobody greets themselves
    await until(chat, 15, 9)
    assert "how is it going" in bo.inbox[-1]
    left = await cy.presses_in_inbox("Leave")
    assert "The door stays open" in left.text
    stays = await cy.does(Pressed("challenges.stay", str((await the_challenge(chat)).id)))
    assert "You are welcome to join" in stays.text


@pytest.mark.slow("days pass")
async def test_nothing_goes_wrong_when_it_goes_otherwise(chat: Chat) -> None:
    """Kindred was down; somebody travelled; a group ended, and began anew; it was taken down."""
    ada, bo, cy = await group(chat, "Ada", "Bo", "Cy")
    await begins(ada)
    await chat.skip_time(hours=26)  # it is Monday, 11:30
    await chat.skip_time(seconds=0)
    assert "Sorry, I am late" in bo.inbox[-1]
    for person in (ada, bo, cy):
        await person.presses_in_inbox("Nothing this time")
    await chat.skip_time(hours=24 * 3)  # and Thursday
    for _ in range(3):
        await chat.skip_time(seconds=0)
    assert len([line for line in bo.inbox if "how is it going" in line]) == 1
    answered = await bo.says("/challenge check-in tried two calls")
    assert "for Thursday, 10 December" in answered.text
    again = await bo.says("/challenge check-in tried three calls")
    assert "In the place of: “tried two calls”" in again.text
    await cy.presses_in_inbox("Nothing this time")
    challenge = await the_challenge(chat)
    now = datetime(2026, 12, 11, 8, tzinfo=UTC)
    await until(chat, 11, 8)
    assert chat.clock.now() == now
    async with chat.work() as work:  # who has flown to New York is asked there, once that day
        profile = await work.members.profile(cy.id)
        assert profile
        await work.members.save(cy.id, replace(profile, zone="America/New_York"), now)
    await until(chat, 11, 10)
    before = len(cy.inbox)
    await until(chat, 11, 14)
    assert len(cy.inbox) == before + 1
    await until(chat, 11, 20)
    assert len(cy.inbox) == before + 1
    form = await ada.says("/challenge close")
    await form.fill(learned="That it is good to talk").done()
    await chat.settle()
    assert not [line for line in cy.inbox if "how is it going" in line]
    assert "no group that checks in" in (await bo.says("/challenge check-in more")).text
    await ada.says("/challenge reopen")
    await until(chat, 12, 9)
    assert "how is it going" in bo.inbox[-1]
    await happens(chat, TakenDown(challenge.fact, chat.community, ada.id, chat.clock.now()))
    assert not [line for line in bo.inbox if "how is it going" in line]
    await until(chat, 13, 12)
    assert not [line for line in bo.inbox if "how is it going" in line]


@pytest.mark.slow("days pass")
async def test_a_day_of_25_hours_is_one_and_an_answer_belongs_to_the_day_of_who_gives_it(
    chat: Chat,
) -> None:
    """Case L21, on the day on which the clocks of Los Angeles go back."""
    chat.clock.at = datetime(2026, 10, 30, 20, tzinfo=UTC)
    ada, cy = [await chat.person(name, zone="America/Los_Angeles") for name in ("Ada", "Cy")]
    bo = await chat.person("Bo", zone="Europe/London")
    await posted(ada)
    for person in (bo, cy):
        await person.says("/challenge join")
    await (await bo.says("/challenge check-in how")).fill(glad=["glad"]).done()
    await begins(ada)
    await until(chat, 1, 9, 30, month=11)  # it is half past one for the second time
    sunday = await ada.says("/challenge check-in could not sleep")
    assert "for Sunday, 1 November" in sunday.text
    before = len(cy.inbox)
    await until(chat, 1, 16, 59, month=11)
    assert len(cy.inbox) == before  # nine o’clock is an hour later than the day before
    await until(chat, 1, 17, month=11)
    assert len(cy.inbox) == before + 1
    asked_before = len(ada.inbox)
    await until(chat, 2, 7, 30, month=11)  # half past eleven on Sunday: hour 25 of the day
    form = await cy.presses_in_inbox("Answer")
    answered = await form.fill(tried="Two calls", help="A name in Leeds").done()
    assert "for Sunday, 1 November" in answered.text
    again = await ada.says("/challenge check-in slept at last")
    assert "for Sunday, 1 November" in again.text
    assert "In the place of: “could not sleep”" in again.text
    await until(chat, 2, 7, 59, month=11)
    assert chat.below_for_all == []  # the day is not over
    await until(chat, 2, 16, month=11)  # by day of most of them
    assert "after the check-in of Sunday, 1 November" in chat.below_for_all[0]
    late = await (await cy.presses_in_inbox("Change it")).fill(help="A name in York").done()
    assert "for Sunday, 1 November" in late.text
    await chat.settle()
    assert "A name in York" in chat.below_for_all[0]
    await until(chat, 2, 17, month=11)
    assert len(ada.inbox) == asked_before + 1
    form = await cy.presses_in_inbox("Answer")
    assert "for Monday, 2 November" in (await form.fill(tried="One call").done()).text
    await until(chat, 3, 8, 30, month=11)
    form = await ada.presses_in_inbox("Answer")  # to Monday’s question, half an hour into Tuesday
    assert "for Monday, 2 November" in (await form.fill(tried="Slept").done()).text
    await until(chat, 3, 9, month=11)
    assert len(chat.below_for_all) == 1  # who could help is there, and nobody asks for anything
    async with chat.work(read_only=True) as work:
        given = await work.challenges.personal_data.export(ada.id)
    said = {each["round"]: each["tried"] for each in given["check-ins"]}
    assert said["2026-11-01"] == "slept at last"
    assert said["2026-11-02"] == "Slept"


async def test_words_in_a_line_are_for_the_group_below_whose_card_they_stand(chat: Chat) -> None:
    ada, bo = await group(chat, "Ada", "Bo")
    await begins(ada)
    await posted(bo, "Who has the power?")
    await begins(bo)
    await ada.says("/challenge join power")
    await until(chat, 7, 8)
    which = await ada.says("/challenge check-in two calls")
    assert "With which group?" in which.text
    form = await which.press(QUESTION)
    assert form.value("tried") == "two calls"
    await form.fill().done()
    other = await ada.does(Pressed("challenges.check_in", "2:"))
    assert other.value("tried") == ""  # what was for one group waits in no form of another
    here = await ada.says_below("/challenge check-in a long talk")
    assert "Who has the power?" in here.text
    cy = await chat.person("Cy")
    assert "no group that checks in" in (await cy.says("/challenge check-in hello")).text
    form = await chat.press_in_for_all("Join", by=cy)
    assert "You are in" in form.text
    await until(chat, 7, 9)
    assert "how is it going" in cy.inbox[-1]  # who comes after it was planned is asked, too
