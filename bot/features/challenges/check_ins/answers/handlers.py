"""Checking in: an answer, nothing this time, later, a break; changing and deleting an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from bot.features.challenges import feature, words
from bot.features.challenges.check_ins.answers import views
from bot.features.challenges.check_ins.answers.answering import delete, keep
from bot.features.challenges.check_ins.answers.forms import (
    GLAD,
    GROUP,
    HOSTS,
    IN_HOURS,
    AnswerForm,
    BreakForm,
    later_options,
)
from bot.features.challenges.check_ins.answers.lookup import (
    CheckedIn,
    PerhapsCheckedIn,
    all_that_check_in,
    here_as,
    turn,
)
from bot.features.challenges.check_ins.digests.telling import renew_those_naming
from bot.features.challenges.check_ins.domain import (
    MOST_ANSWER,
    Answered,
    in_a_while,
    instant,
    local_day,
)
from bot.features.challenges.check_ins.rhythms import questions
from bot.features.challenges.check_ins.rounds.planning import plan_for
from bot.features.challenges.check_ins.rounds.questions import take_back
from bot.features.challenges.domain import Challenge
from bot.features.challenges.lookup import SeenChallenge, by_id
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.routing.arguments import ChoiceArg, DateArg, TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.forms import FieldErrors, spec_of
from bot.ui.messages import Message
from bot.ui.text import clean, without_quotes

# An answer ------------------------------------------------------------------------------------


@feature.command("check-in", opens=AnswerForm)
async def check_in(
    call: Call,
    work: Work,
    tried: Annotated[str | None, TextArg("check_in_text", max_length=MOST_ANSWER)],
    challenge: PerhapsCheckedIn,
) -> Answer:
    """Say in a line how it goes; or in a form, with what would help."""
    said = without_quotes(clean(tried or "").strip())
    if challenge is None:
        return await _with_which(call, work, said)
    _, person, turn_ = await turn(call, work, challenge, "")
    if not said:
        return Open(AnswerForm, f"{challenge.id}:{turn_.day}")
    before = turn_.tried if turn_.tried != said else ""
    answered = replace(turn_, tried=said, state=Answered.ANSWERED)
    kept = await keep(work, challenge, person, answered, call.now)
    return Reply(views.answered(challenge, kept, before=before))


async def _with_which(call: Call, work: Work, said: str) -> Answer:
    """Ask which group is meant; the words wait in the forms of all of them."""
    mine = await all_that_check_in(call, work)
    await _forget_words(call, work, mine)
    for each in mine if said else ():
        key, subject = spec_of(AnswerForm).key, f"{each.id}:"
        await work.drafts.keep(call.me.id, key, subject, {"tried": said}, now=call.now)
    return Reply(views.which(mine))


async def _forget_words(call: Call, work: Work, mine: Sequence[Challenge]) -> None:
    """Let words that waited for a group wait in no form any more."""
    for each in mine:
        key, subject = spec_of(AnswerForm).key, f"{each.id}:"
        await work.drafts.drop(call.me.id, key, subject, now=call.now)


@feature.action("check_in", opens=AnswerForm)
async def answer(call: Call, work: Work, challenge: SeenChallenge, day: str) -> Answer:
    """Ask how it goes: for that round, or, who was not asked in it, for the one of their today."""
    if not day:
        await turn(call, work, challenge, day)
        return Open(AnswerForm, f"{challenge.id}:")
    _, _, turn_ = await turn(call, work, challenge, day)
    return Open(AnswerForm, f"{challenge.id}:{turn_.day}")


@feature.prefill(AnswerForm)
async def answer_form(call: Call, work: Work, subject: str) -> Prefill:
    """What was answered so far, below the questions of the group."""
    id_, _, day = subject.partition(":")
    found = await by_id(call, work, id_)
    rhythm, person, turn_ = await turn(call, work, found, day)
    return Prefill(
        {
            "tried": turn_.tried,
            "help": turn_.help,
            "readers": HOSTS if turn_.for_hosts else GROUP,
            "glad": [GLAD] if person.preferences.glad else [],
        },
        labels={"tried": questions.tried(rhythm), "help": questions.help_(rhythm)},
    )


@feature.submitted(AnswerForm)
async def answered(call: Call, form: AnswerForm, work: Work, subject: str) -> Answer:
    """Keep it; the same once more changes nothing."""
    id_, _, day = subject.partition(":")
    found = await by_id(call, work, id_)
    _, person, turn_ = await turn(call, work, found, day)
    tried, help_ = clean(form.tried).strip(), clean(form.help).strip()
    if not tried and not help_:
        raise FieldErrors({"tried": words.text("fault.no_answer")})
    glad = GLAD in form.glad
    if glad != person.preferences.glad:
        preferences = replace(person.preferences, glad=glad)
        await work.challenges.check_ins.prefer(found.id, person.member, preferences)
        await renew_those_naming(work, person.member, call.now)
    said = replace(
        turn_,
        tried=tried,
        help=help_,
        for_hosts=form.readers == HOSTS,
        state=Answered.ANSWERED,
    )
    if not day:
        await _forget_words(call, work, await all_that_check_in(call, work))
    return Reply(views.answered(found, await keep(work, found, person, said, call.now)))


@feature.action("check_in_delete")
async def delete_answer(call: Call, work: Work, challenge: SeenChallenge, day: str) -> Answer:
    """Take back what I answered."""
    _, person, turn_ = await turn(call, work, challenge, day)
    await delete(work, challenge, person, turn_, call.now)
    return Update(views.deleted(challenge, turn_))


# Nothing, later, a break ----------------------------------------------------------------------


@feature.action("check_in_skip")
async def skip(call: Call, work: Work, challenge: SeenChallenge, day: str) -> Answer:
    """Answer nothing this time, which is as good as an answer."""
    return Update(await _skip(call, work, challenge, day))


@feature.command("check-in skip")
async def skip_today(call: Call, work: Work, challenge: CheckedIn) -> Answer:
    """The same by words, for the round of today."""
    return Reply(await _skip(call, work, challenge, ""))


async def _skip(call: Call, work: Work, challenge: Challenge, day: str) -> Message:
    _, person, turn_ = await turn(call, work, challenge, day)
    if not turn_.answered:
        skipped = replace(turn_, state=Answered.SKIPPED)
        turn_ = await keep(work, challenge, person, skipped, call.now)
    return views.settled(challenge, turn_)


@feature.action("check_in_later")
async def later(call: Call, work: Work, challenge: SeenChallenge, day: str, when: str) -> Answer:
    """Be asked again in three hours, or tomorrow; of what is over it is asked no more."""
    return Update(await _later(call, work, challenge, day, when))


@feature.command("check-in later")
async def later_today(
    call: Call,
    work: Work,
    when: Annotated[str | None, ChoiceArg("later", later_options)],
    challenge: CheckedIn,
) -> Answer:
    """The same by words, for the round of today: in three hours, if nothing else is said."""
    return Reply(await _later(call, work, challenge, "", when or IN_HOURS))


async def _later(call: Call, work: Work, challenge: Challenge, day: str, when: str) -> Message:
    _, _, pressed = await turn(call, work, challenge, day)
    rhythm, person, turn_ = await turn(call, work, challenge, "")
    turn_ = max(pressed, turn_, key=lambda each: each.day)
    if turn_.state is not Answered.OPEN:
        return views.settled(challenge, turn_)
    hour, zone_name = person.preferences.hour, person.zone
    tomorrow = local_day(call.now, zone_name).toordinal() + 1
    at = instant(date.fromordinal(tomorrow), hour, zone_name)
    if when == IN_HOURS:
        at = in_a_while(call.now, hour, zone_name)
    on = local_day(at, zone_name)
    await heard_from(work, challenge.id, person.member, call.now)
    following = rhythm.asked_on(rhythm.after(turn_.day), person.preferences.weekday)
    if on >= following:  # they are asked then anyway, for that round
        at_, on_ = None, turn_.ask_on
    else:
        at_, on_ = at, on
    await work.challenges.check_ins.keep(replace(turn_, ask_at=at_, ask_on=on_))
    return views.later(challenge, turn_, at)


@feature.command("check-in break", opens=BreakForm)
async def break_(
    call: Call,
    work: Work,
    until: Annotated[date | None, DateArg("break_until")],
    challenge: CheckedIn,
) -> Answer:
    """Take a break up to and with a day; or ask until when."""
    await here_as(call, work, challenge)
    if until is None:
        return Open(BreakForm, str(challenge.id))
    return await _rest(call, work, challenge, until)


@feature.action("check_in_break", opens=BreakForm)
async def ask_until_when(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Ask until when I take a break."""
    await here_as(call, work, challenge)
    return Open(BreakForm, str(challenge.id))


@feature.prefill(BreakForm)
async def break_form(call: Call, work: Work, subject: str) -> Prefill:
    """Until when a break lasts that I take already."""
    person = await here_as(call, work, await by_id(call, work, subject))
    until, today = person.resting_until, local_day(call.now, person.zone)
    return Prefill({"until": until.isoformat() if until and person.rests_on(today) else ""})


@feature.submitted(BreakForm)
async def break_taken(call: Call, form: BreakForm, work: Work, subject: str) -> Answer:
    """Let nothing be asked of me until then; no day ends a break."""
    found = await by_id(call, work, subject)
    await here_as(call, work, found)
    return await _rest(call, work, found, form.until)


@feature.action("check_in_back")
async def back(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """End a break."""
    await here_as(call, work, challenge)
    return await _rest(call, work, challenge, None)


async def _rest(call: Call, work: Work, challenge: Challenge, until: date | None) -> Answer:
    await work.challenges.participants.rest(challenge.id, call.me.id, until)
    await heard_from(work, challenge.id, call.me.id, call.now)
    if until:
        await take_back(work, challenge.id, call.me.id)
    else:
        await plan_for(work, challenge.id, call.me.id, call.now)
    await renew_those_naming(work, call.me.id, call.now)
    return Reply(views.rests(challenge, until))
