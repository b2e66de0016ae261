"""Asking those whose hour has come: alone, or together in the thread of the chat that they use."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.people import OWN_CHAT
from bot.community.zones import zone
from bot.delivery.addresses import ToMember
from bot.delivery.threads import say_below
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.domain import (
    LATE,
    CheckIn,
    Person,
    Rhythm,
    instant,
    local_day,
)
from bot.features.challenges.check_ins.rounds import views
from bot.features.challenges.check_ins.rounds.questions import (
    address_there_no_more,
    put_away_before,
    to_one,
    to_several,
)
from bot.features.challenges.check_ins.rounds.views import MOST_NAMED
from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work
from bot.features.challenges.quiet.stay import ask_whether_to_stay


async def ask(work: Work, challenge: Challenge, rhythm: Rhythm, now: datetime) -> None:
    """Ask those who were to be asked by now, if their day is not over and their hour is.

    All at once, be it late: those whose hours were different ones, too.
    """
    book = work.challenges.check_ins
    people = {each.member: each for each in await book.people(challenge.id)}
    due = await book.due_of(challenge.id, now)
    newest = {each.member: each for each in due}  # of several, the last round
    decided = {member: _decided(each, people.get(member), now) for member, each in newest.items()}
    turn = [each for each in decided.values() if each.asked_at == now]
    quiet = [people[each.member] for each in turn if people[each.member].is_quiet(rhythm, now)]
    await ask_whether_to_stay(work, challenge, quiet, now)
    spared = {each.member for each in quiet} if rhythm.asks else set(decided)
    asked = [each for each in turn if each.member not in spared]
    in_threads = await _in_threads(work, challenge, rhythm, asked, people)
    for each in asked:
        at = newest[each.member].ask_at
        late = at is not None and now - at > LATE
        decided[each.member] = replace(each, asked_in=in_threads.get(each.member))
        if each.asks > 1:  # what stands there addresses them no more
            await address_there_no_more(work, newest[each.member])
        await _ask_one(work, challenge, rhythm, decided[each.member], late=late)
    await put_away_before(work, challenge, asked)
    for each in turn:
        if each.member in spared:
            decided[each.member] = replace(newest[each.member], ask_at=None)
    older = [replace(each, ask_at=None) for each in due if each is not newest[each.member]]
    await book.keep_asked([*older, *decided.values()])


async def _ask_one(
    work: Work, challenge: Challenge, rhythm: Rhythm, asked: CheckIn, *, late: bool
) -> None:
    """Ask somebody alone who is asked in no thread; what stands there is no question any more."""
    if asked.asks > 1:
        await work.outbox.retract(to_one(replace(asked, asks=asked.asks - 1)))
    if asked.asked_in is None:
        question = partial(views.question, challenge, rhythm, asked, late=late)
        to, fact = ToMember(asked.member), to_one(asked)
        await work.outbox.post(to, question, fact, community=challenge.community)


def _decided(check_in: CheckIn, person: Person | None, now: datetime) -> CheckIn:
    """What becomes of somebody's turn: asked now, another time since they travelled, or not."""
    missed = replace(check_in, ask_at=None)
    if person is None:
        return missed
    today = local_day(now, person.zone)
    if today > check_in.ask_on or not person.is_asked_on(today):
        return missed
    early = now.astimezone(zone(person.zone)).hour < person.preferences.hour
    if today < check_in.ask_on or (early and not check_in.asks):
        later = instant(check_in.ask_on, person.preferences.hour, person.zone)
        if later > now:
            return replace(check_in, ask_at=later)
    return replace(missed, asks=check_in.asks + 1, asked_at=now)


async def _in_threads(
    work: Work,
    challenge: Challenge,
    rhythm: Rhythm,
    asked: Sequence[CheckIn],
    people: dict[int, Person],
) -> dict[int, int]:
    """Ask those who like it so in the thread of the one chat they use; by member, which space.

    Whoever is one too many for a message is asked elsewhere, or alone.
    """
    wish = {each.member for each in asked if people[each.member].in_thread}
    asked_in = dict[int, int]()
    if not wish:
        return asked_in
    card = card_of(challenge.id)
    spaces = await work.people.spaces(challenge.community)
    for space in sorted(spaces, key=lambda each: each.ref.platform == OWN_CHAT):
        if space.lost or not await work.live.threads(card, space=space.id):
            continue
        here = set(await work.people.accounts_in(space.ref, wish - asked_in.keys()))
        theirs = [replace(each, asked_in=space.id) for each in asked if each.member in here]
        for day in sorted({each.day for each in theirs}):
            some = [each for each in theirs if each.day == day][:MOST_NAMED]
            of = [people[each.member] for each in some]
            told = partial(views.question_in_thread, challenge, rhythm, day, of)
            if fact := to_several(some[0]):
                of_it = challenge.community
                await say_below(work, card, told, fact, community=of_it, space=space.id)
                asked_in |= {each.member: space.id for each in some}
    return asked_in
