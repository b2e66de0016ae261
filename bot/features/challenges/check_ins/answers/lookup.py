"""Which challenge somebody checks in with, and which round their answer belongs to."""

from datetime import date
from typing import Annotated

from bot.delivery.threads import view_above
from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.cards.views import join_button
from bot.features.challenges.check_ins.domain import CheckIn, Person, Rhythm, local_day
from bot.features.challenges.domain import Challenge, ChallengeState
from bot.features.challenges.lookup import by_id, joined, reader, visible
from bot.features.challenges.participants.views import show
from bot.features.challenges.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.messages import Button, row, say


async def here_or_joined(call: Call, work: Work, said: Said) -> Challenge:
    """A challenge that is named; or else the one below whose card it is said; or the only one."""
    if not said.text and (here := await above(call, work)):
        return here
    return await joined(call, work, said)


async def one_or_none(call: Call, work: Work, said: Said) -> Challenge | None:
    """The same; nothing where the actor is in several that check in, and none is named."""
    if said.text or await above(call, work):
        return await here_or_joined(call, work, said)
    mine = await all_that_check_in(call, work)
    if not mine:
        to_list = Button(words.text("button.list_open"), "challenges.list", "open")
        raise UserError(say(words("check_in.nowhere"), row(to_list)))
    return mine[0] if len(mine) == 1 else None


async def above(call: Call, work: Work) -> Challenge | None:
    """The challenge below whose card somebody speaks."""
    view = await view_above(work, call.arrival.thread, community=call.community.id)
    if view is None or view.kind != card_of(0).kind:
        return None
    return await by_id(call, work, view.subject)


async def all_that_check_in(call: Call, work: Work) -> list[Challenge]:
    """The open challenges the actor is in that have a rhythm."""
    mine = (await reader(call, work)).joined
    found = list[Challenge]()
    for each in await visible(call, work, [ChallengeState.OPEN]):
        rhythm = await work.challenges.rhythms.of(each.id) if each.id in mine else None
        if rhythm and rhythm.asks:
            found.append(each)
    return found


async def turn(
    call: Call, work: Work, challenge: Challenge, day: str
) -> tuple[Rhythm, Person, CheckIn]:
    """What the actor makes of the round of a day, or else of that of their own day today.

    Raises `UserError` who is not in it, and where there are no check-ins.
    """
    person = await here_as(call, work, challenge)
    rhythm = await work.challenges.rhythms.of(challenge.id)
    if rhythm is None or not rhythm.asks or challenge.state is not ChallengeState.OPEN:
        raise UserError(words("check_in.none", question=challenge.question))
    book, today = work.challenges.check_ins, local_day(call.now, person.zone)
    asked = await book.get(challenge.id, person.member, _day(day)) if day else None
    if asked is not None:
        return rhythm, person, asked
    of = rhythm.round_of(today) or rhythm.since
    begun = await book.get(challenge.id, person.member, of)
    return rhythm, person, begun or CheckIn(challenge.id, person.member, of, ask_on=today)


async def here_as(call: Call, work: Work, challenge: Challenge) -> Person:
    """The actor, as one who is in it; raises `UserError`."""
    person = await work.challenges.check_ins.person(challenge.id, call.me.id)
    if person is None:
        told = words("check_in.join_first", question=challenge.question)
        raise UserError(say(told, row(join_button(challenge), show(challenge))))
    return person


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


CheckedIn = Annotated[Challenge, ThingArg("joined_challenge", here_or_joined)]
PerhapsCheckedIn = Annotated[Challenge | None, ThingArg("joined_challenge", one_or_none)]
