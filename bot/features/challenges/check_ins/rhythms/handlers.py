"""Choosing on which rhythm a group checks in, and what it is asked."""

from datetime import date
from typing import Annotated

from bot.community.roles import Role, require
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.check_ins.domain import Every, Rhythm
from bot.features.challenges.check_ins.rhythms import options, questions, views
from bot.features.challenges.check_ins.rhythms.choosing import choose
from bot.features.challenges.check_ins.rhythms.forms import RhythmForm
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import HOSTS, HostedChallenge, by_id, locked
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.text import clean, read_id

_NOT_YET = date.min


@feature.command("check-ins", role=Role.FACILITATOR, opens=RhythmForm)
@feature.command(
    "check-ins", role=HOSTS, opens=RhythmForm, action="check_ins", carries=("challenge",)
)
async def check_ins(
    call: Call,
    work: Work,
    every: Annotated[str | None, ChoiceArg("every", options.every)],
    weekday: Annotated[str | None, ChoiceArg("weekday", options.weekdays, after=("on", "le"))],
    challenge: HostedChallenge,
) -> Answer:
    """Let a group check in so often, on this day; or ask how often, and what is asked."""
    _check(challenge)
    if every is None:
        return Open(RhythmForm, str(challenge.id))
    so_far = await work.challenges.rhythms.of(challenge.id)
    asked = (so_far.tried, so_far.help) if so_far else ("", "")
    return await _choose(call, work, challenge, every, weekday, asked)


@feature.prefill(RhythmForm)
async def rhythm_form(call: Call, work: Work, subject: str) -> Prefill:
    """What holds so far, or else what suits most."""
    found = await by_id(call, work, subject)
    known = await work.challenges.rhythms.of(found.id)
    rhythm = known if known and known.asks else Rhythm(found.id, Every.WEEKLY, 0, _NOT_YET)
    return Prefill(
        {
            "every": rhythm.every.value,
            "weekday": options.WEEKDAYS[rhythm.weekday],
            "tried": questions.tried(rhythm),
            "help": questions.help_(rhythm),
        }
    )


@feature.submitted(RhythmForm, role=HOSTS)
async def rhythm_chosen(call: Call, form: RhythmForm, work: Work, subject: str) -> Answer:
    """Let it hold from tomorrow on."""
    found = await locked(call, work, read_id(subject))
    require(call.standing, HOSTS, found.scope)
    _check(found)
    asked = (
        questions.own(clean(form.tried), "ask.tried"),
        questions.own(clean(form.help), "ask.help"),
    )
    return await _choose(call, work, found, form.every, form.weekday, asked)


async def _choose(
    call: Call,
    work: Work,
    challenge: Challenge,
    every: str,
    weekday: str | None,
    asked: tuple[str, str],
) -> Answer:
    on = options.WEEKDAYS.index(weekday) if weekday else 0
    rhythm = Rhythm(challenge.id, Every(every), on, _NOT_YET, *asked)
    chosen = await choose(work, challenge, rhythm, call.me.zone, call.now)
    await heard_from(work, challenge.id, call.me.id, call.now)
    return Reply(views.chosen(challenge, chosen))


def _check(challenge: Challenge) -> None:
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
