"""What facilitators ask about rounds that are open or over."""

from typing import Annotated

from bot.community.roles import Role
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.domain import Programme, Stage
from bot.features.introductions.lookup import PROGRAMMES
from bot.features.introductions.opened_rounds import views
from bot.features.introductions.ports import Round, Work
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.rounds.opening import how_far, unreached_in
from bot.routing.arguments import NumberArg, Said, ThingArg
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.messages import Message
from bot.ui.text import read_id


async def _latest(call: Call, work: Work, said: Said) -> tuple[Programme, Round]:
    """The latest round of the programme that is meant; one that still runs unless it is named."""
    book = work.introductions
    every = await book.programmes.every(call.me.community)
    running = [found for found in every if found.running]
    found = PROGRAMMES.pick(running if running and not said.text else every, said)
    latest = await book.rounds.latest_opened(found.id)
    if latest is None:
        raise UserError(words("summary.none", name=found.name))
    return found, latest


async def _any_round(call: Call, work: Work, said: Said) -> tuple[Programme, Round]:
    """The round that a button is about, even if its programme has stopped since."""
    book = work.introductions
    round_ = await book.rounds.get(read_id(said.text))
    programme = await book.programmes.of_round(round_.id) if round_ else None
    if round_ is None or programme is None or programme.community != call.me.community:
        raise UserError(words("round.gone"))
    return programme, round_


LatestRound = Annotated[tuple[Programme, Round], ThingArg("programme", _latest)]
AnyRound = Annotated[tuple[Programme, Round], ThingArg("round", _any_round)]


@feature.command("round progress", role=Role.FACILITATOR)
async def progress(call: Call, work: Work, programme: LatestRound) -> Answer:
    """Show how far the latest round is delivered."""
    return Reply(await _progress(call, work, *programme))


@feature.action("progress", role=Role.FACILITATOR)
async def refresh(call: Call, work: Work, about: AnyRound) -> Answer:
    """Show how far a round is delivered, in the place of what was shown."""
    return Update(await _progress(call, work, *about))


async def _progress(call: Call, work: Work, programme: Programme, round_: Round) -> Message:
    introductions = await work.introductions.follow_up.of_round(round_.id)
    delivered = await how_far(work, introductions, call.rate_limits, call.now)
    unreached = await unreached_in(work, introductions) if delivered.dead else []
    return round_views.progress(programme, round_, delivered, unreached)


@feature.command("round summary", role=Role.FACILITATOR)
async def summary(call: Call, work: Work, programme: LatestRound) -> Answer:
    """Show what has become of the latest round so far."""
    found, latest = programme
    results = await work.introductions.follow_up.results(latest.id)
    over = latest.stage is Stage.OVER
    return Reply(round_views.summary(found, latest, results, over=over))


@feature.command("round groups", role=Role.FACILITATOR)
async def groups(call: Call, work: Work, programme: LatestRound) -> Answer:
    """Show who was introduced to whom in the latest round."""
    return Reply(await _groups(work, *programme))


@feature.action("groups", role=Role.FACILITATOR)
async def turn_to_groups(
    call: Call,
    work: Work,
    about: AnyRound,
    start: Annotated[int, NumberArg("start")] = 0,
) -> Answer:
    """Show who was introduced to whom in a round, or a further page of it."""
    message = await _groups(work, *about, start)
    return Update(message) if start else Reply(message)


async def _groups(work: Work, programme: Programme, round_: Round, start: int = 0) -> Message:
    introductions = await work.introductions.follow_up.of_round(round_.id)
    return views.groups(programme, round_, introductions, start)
