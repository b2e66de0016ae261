"""Beginning, and going through the half hour: by buttons in the room, or by words."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Annotated

from bot.community.dates.instants import instant
from bot.community.facts import Fact
from bot.community.people import OWN_CHAT
from bot.errors import UserError
from bot.features.peer_assists import feature, words
from bot.features.peer_assists.asking import views as asking_views
from bot.features.peer_assists.asking.questions import let_go
from bot.features.peer_assists.domain import (
    ASKED_FOR,
    FURTHEST,
    IDLE,
    WAITING,
    WAVE,
    Assist,
    AssistState,
)
from bot.features.peer_assists.half_hour import views
from bot.features.peer_assists.half_hour.forms import MeetForm
from bot.features.peer_assists.half_hour.room import (
    begin,
    enough,
    go_on,
    moved,
    say_there,
    still_there,
)
from bot.features.peer_assists.lookup import MyAssist, OurAssist, is_in
from bot.features.peer_assists.ports import Work
from bot.routing.arguments import DateArg
from bot.routing.interaction import Answer, Call, Open, Reply

_MORNING = time(9)


@feature.command("stuck begin", action="begin", carries=("assist",))
async def begin_it(call: Call, work: Work, assist: MyAssist) -> Answer:
    """Open the room, once enough have said yes."""
    found = await work.peer_assists.lock(assist.id)
    if found is None or found.state not in WAITING:
        raise UserError(words("begin.again" if found else "assist.gone"))
    if not found.may_begin:
        raise UserError(words("begin.too_few", count=len(found.helpers), fewest=found.fewest))
    there = await still_there(work, found, call.now)
    await let_go(work, found, set(found.helpers) - set(there), call.now)
    now = await work.peer_assists.lock(assist.id) or found
    if not enough(now, there):
        asking = replace(now, state=AssistState.ASKING, reminded=False)
        until = call.now + ASKED_FOR
        soon = replace(asking, more_asked_at=call.now - WAVE, until=until)
        await work.peer_assists.save(soon)
        return Reply(asking_views.fewer(others=soon.wants_more))
    await begin(work, now, call.now)
    return Reply(views.begun(len(there)))


@feature.command("stuck next", action="next", carries=("assist", "at"))
async def next_step(call: Call, work: Work, assist: OurAssist, *, at: str = "") -> Answer:
    """Go on to the next step; any of them may, and may leave one out by that."""
    found = await _under_way(work, assist)
    if at and at != str(int(found.step)):
        return Reply(views.where(found))
    return Reply(views.where(await go_on(work, found, call.now)))


@feature.command("stuck meet", opens=MeetForm, action="meet", carries=("assist",))
async def meet(
    call: Call,
    work: Work,
    day: Annotated[date | None, DateArg("meet_day")],
    assist: OurAssist,
) -> Answer:
    """Say on which day they meet, so that nothing is put away before; or ask for it."""
    if day is None:
        return Open(MeetForm, str((await _under_way(work, assist)).id))
    return await _meets(call, work, assist, day)


@feature.submitted(MeetForm)
async def day_said(call: Call, form: MeetForm, work: Work, subject: str) -> Answer:
    """Wait for that day."""
    return await _meets(call, work, await is_in(call, work, subject), form.day)


async def _meets(call: Call, work: Work, assist: Assist, day: date) -> Answer:
    """Tell the others; once the day is over it is asked in the room how it is."""
    found = await _under_way(work, assist)
    over = instant(datetime.combine(day + timedelta(days=1), _MORNING), call.me.zone)
    if over > call.now + FURTHEST:
        raise UserError(words("meet.too_far"))
    await work.peer_assists.save(moved(found, call.now, max(over, call.now + IDLE)))
    fact = Fact.of("peer_assists.meets", found.id, part=f"{day}:{call.now.isoformat()}")
    await say_there(work, found, partial(views.meets, day), fact)
    return Reply(views.said_when(day))


@feature.command("stuck room", action="enter", carries=("assist",))
async def enter(call: Call, work: Work, assist: OurAssist) -> Answer:
    """Go to the room, when it is in the web chat and the actor is not."""
    if assist.state not in (AssistState.UNDER_WAY, AssistState.OVER) or assist.room_closed:
        raise UserError(words("room.none"))
    if await work.outbox.each_alone(assist.room):
        raise UserError(words("room.apart"))
    if call.arrival.space.platform == OWN_CHAT:
        raise UserError(words("room.here"))
    address = await work.login_links.create(call.me)
    return Reply(views.way_in(address), only_for_actor=True, secret=True)


async def _under_way(work: Work, assist: Assist) -> Assist:
    found = await work.peer_assists.lock(assist.id)
    if found is None or found.state is not AssistState.UNDER_WAY:
        over = found and found.state is AssistState.OVER
        raise UserError(words("step.over" if over else "step.not_begun"))
    return found
