"""Choosing how one is asked: where, at what hour of one's own day, on which day of the week."""

from dataclasses import replace

from bot.features.challenges import feature
from bot.features.challenges.check_ins.answers.forms import GLAD
from bot.features.challenges.check_ins.answers.lookup import CheckedIn, here_as
from bot.features.challenges.check_ins.digests.telling import renew_those_naming
from bot.features.challenges.check_ins.domain import Person, instant
from bot.features.challenges.check_ins.preferences import views
from bot.features.challenges.check_ins.preferences.forms import (
    ALONE,
    AS_GROUP,
    IN_THREAD,
    PreferencesForm,
)
from bot.features.challenges.check_ins.rhythms.options import WEEKDAYS
from bot.features.challenges.domain import Challenge
from bot.features.challenges.lookup import by_id
from bot.features.challenges.ports import Work
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.text import read_id


@feature.command(
    "check-in how", opens=PreferencesForm, action="check_in_how", carries=("challenge",)
)
async def how(call: Call, work: Work, challenge: CheckedIn) -> Answer:
    """Ask how I want to be asked."""
    await here_as(call, work, challenge)
    return Open(PreferencesForm, str(challenge.id))


@feature.prefill(PreferencesForm)
async def how_form(call: Call, work: Work, subject: str) -> Prefill:
    """What holds so far."""
    liked = (await here_as(call, work, await by_id(call, work, subject))).preferences
    return Prefill(
        {
            "where": IN_THREAD if liked.in_thread else ALONE,
            "hour": str(liked.hour),
            "weekday": AS_GROUP if liked.weekday is None else WEEKDAYS[liked.weekday],
            "glad": [GLAD] if liked.glad else [],
        }
    )


@feature.submitted(PreferencesForm)
async def chosen(call: Call, form: PreferencesForm, work: Work, subject: str) -> Answer:
    """Keep it; it holds for what is asked next."""
    found = await by_id(call, work, subject)
    person = await here_as(call, work, found)
    liked = replace(
        person.preferences,
        in_thread=form.where == IN_THREAD,
        hour=read_id(form.hour),
        weekday=WEEKDAYS.index(form.weekday) if form.weekday in WEEKDAYS else None,
        glad=GLAD in form.glad,
    )
    await work.challenges.check_ins.prefer(found.id, person.member, liked)
    person = replace(person, preferences=liked)
    await _move(call, work, found, person)
    await renew_those_naming(work, person.member, call.now)
    return Reply(views.chosen(found, person))


async def _move(call: Call, work: Work, challenge: Challenge, person: Person) -> None:
    """Let what has yet to be asked be asked then, unless that is over already."""
    rhythm = await work.challenges.rhythms.of(challenge.id)
    moved = []
    for each in await work.challenges.check_ins.waiting(person.member):
        if rhythm is None or each.challenge != challenge.id:
            continue
        on = rhythm.asked_on(each.day, person.preferences.weekday)
        at = instant(on, person.preferences.hour, person.zone)
        if at > call.now:
            moved.append(replace(each, ask_on=on, ask_at=at))
    await work.challenges.check_ins.keep_asked(moved)
