"""Which peer assist somebody means, and whether it is theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from bot.community.people import Member
from bot.errors import UserError
from bot.features.peer_assists import words
from bot.features.peer_assists.domain import ALIVE, WAITING, Assist, AssistState, Said
from bot.features.peer_assists.ports import Work
from bot.routing.arguments import Said as SaidOf
from bot.routing.arguments import ThingArg
from bot.routing.interaction import Call
from bot.routing.titles import Titled
from bot.ui.text import read_id


async def is_mine(call: Call, work: Work, said: SaidOf) -> Assist:
    """The one that the actor asked for; by a button, also one that is over."""
    if said.by_button:
        return _allowed(await work.peer_assists.get(read_id(said.text)), _asks(call))
    here = await work.peer_assists.in_room(call.arrival.channel)
    if here and not said.text and here.asker == call.me.id:
        return here
    theirs = await work.peer_assists.of(call.me.id)
    alive = [each for each in theirs if each.state in ALIVE]
    over = [each for each in theirs if each.state is AssistState.OVER]
    return _pick(alive or over[:1], said)


async def is_ours(call: Call, work: Work, said: SaidOf) -> Assist:
    """The one in whose room the actor is, or that they are a part of."""
    if said.by_button:
        return await is_in(call, work, said.text)
    here = await work.peer_assists.in_room(call.arrival.channel)
    if here and not said.text and _is_in(call)(here):
        return here
    there = [each for each in await concerning(work, call.me) if each.state in ALIVE]
    under_way = [each for each in there if each.state is AssistState.UNDER_WAY]
    return _pick(under_way or there, said)


async def is_in(call: Call, work: Work, id_: str) -> Assist:
    """The one of this id, if the actor asked for it or helps with it; raises `UserError`."""
    return _allowed(await work.peer_assists.get(read_id(id_)), _is_in(call))


async def is_asked(call: Call, work: Work, said: SaidOf) -> Assist:
    """The one for which the actor was asked for half an hour."""
    if said.by_button:
        found = await work.peer_assists.get(read_id(said.text))
        return _allowed(found, lambda each: each.request(call.me.id) is not None)
    asked = await work.peer_assists.with_helper(call.me.id)
    waiting = [each for each in asked if _waits(each, call.me.id)]
    return _pick(waiting or [each for each in asked if each.state in ALIVE][:1], said, "asked.none")


async def runs(call: Call, work: Work, said: SaidOf) -> Assist:
    """One that runs in the community, for those who lead it."""
    there = await work.peer_assists.in_state(call.community.id, ALIVE)
    if said.by_button:
        wanted = read_id(said.text)
        return _allowed(next((e for e in there if e.id == wanted), None), lambda each: True)
    return _pick(there, said, unknown="running.unknown")


async def concerning(work: Work, member: Member) -> list[Assist]:
    """Those that somebody asked for or said yes to, newest first."""
    asked = await work.peer_assists.with_helper(member.id)
    helping = [each for each in asked if member.id in each.helpers]
    return [*await work.peer_assists.of(member.id), *helping]


async def waiting_for(work: Work, member: int) -> list[Assist]:
    """Those for which somebody was asked, and has not answered."""
    asked = await work.peer_assists.with_helper(member)
    return [each for each in asked if _waits(each, member)]


async def called(work: Work, assist: Assist, reader: Member, now: datetime) -> str:
    """The title of what it is about, if the reader may know of that; empty else."""
    origin = await work.origin(assist.about, reader, now) if assist.about else None
    return origin.title if origin else ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is stuck, and the home network by which they are known to those who are not told."""

    member: Member
    network: str


async def asker_of(work: Work, assist: Assist) -> Asker:
    """Who asks for it."""
    people = await work.people.members([assist.asker])
    networks = await work.peer_assists.audience.networks_of(assist.asker)
    return Asker(people[assist.asker], networks[0].name if networks else "")


def _waits(assist: Assist, member: int) -> bool:
    request = assist.request(member)
    return assist.state in WAITING and request is not None and request.said is Said.NOTHING


def _asks(call: Call) -> Callable[[Assist], bool]:
    return lambda assist: assist.asker == call.me.id


def _is_in(call: Call) -> Callable[[Assist], bool]:
    return lambda assist: call.me.id in assist.people


def _allowed(assist: Assist | None, may: Callable[[Assist], bool]) -> Assist:
    if assist is None or assist.state is AssistState.TAKEN_DOWN or not may(assist):
        raise UserError(words("assist.gone"))
    return assist


def _pick(
    there: Sequence[Assist],
    said: SaidOf,
    none: str = "assist.none",
    unknown: str = "assist.unknown",
) -> Assist:
    """The one that is called like this, or holds it; else the only one."""
    if said.text and not ASSISTS.called(there, said.text):
        raise UserError(words(unknown, text=said.text))
    if not there:
        raise UserError(words(none))
    return ASSISTS.pick(there, said)


ASSISTS = Titled[Assist](words, "assist", lambda assist: assist.case)

MyAssist = Annotated[Assist, ThingArg("my_assist", is_mine)]
OurAssist = Annotated[Assist, ThingArg("our_assist", is_ours)]
AskedAssist = Annotated[Assist, ThingArg("asked_assist", is_asked)]
RunningAssist = Annotated[Assist, ThingArg("running_assist", runs)]
