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
from bot.features.challenges.check_ins.rounds.questions import to_one, to_several
from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work
from bot.features.challenges.quiet.stay import ask_whether_to_stay


async def ask(
    work: Work, challenge: Challenge, rhythm: Rhythm, at: datetime, now: datetime
) -> None:
    """Ask those who were to be asked at an instant, if their day is not over and their hour is."""
    book = work.challenges.check_ins
    people = {each.member: each for each in await book.people(challenge.id)}
    due = await book.due_at(challenge.id, at)
    decided = [_decided(each, people.get(each.member), now) for each in due]
    turn = [each for each in decided if each.asked_at == now]
    quiet = [people[each.member] for each in turn if people[each.member].is_quiet(rhythm, now)]
    await ask_whether_to_stay(work, challenge, quiet, now)
    spared = {each.member for each in quiet}
    asked = [each for each in turn if rhythm.asks and each.member not in spared]
    in_threads = await _in_threads(work, challenge, rhythm, asked, people, now)
    for each in asked:
        if each.asks > 1:  # what stands there is no question any more
            await work.outbox.retract(to_one(replace(each, asks=each.asks - 1)))
        if each.member not in in_threads:
            question = partial(views.question, challenge, rhythm, each, late=now - at > LATE)
            to, fact = ToMember(each.member), to_one(each)
            await work.outbox.post(to, question, fact, community=challenge.community)
    in_turn, now_asked = ({each.member for each in some} for some in (turn, asked))
    not_asked = in_turn - now_asked
    await book.keep_asked(
        [
            replace(before, ask_at=None)
            if each.member in not_asked
            else replace(each, asked_in=in_threads.get(each.member))
            for before, each in zip(due, decided, strict=True)
        ]
    )


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
    now: datetime,
) -> dict[int, int]:
    """Ask those who like it so in the thread of the one chat they use; by member, which space."""
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
        if here:
            of = [people[each.member] for each in asked if each.member in here]
            told = partial(views.question_in_thread, challenge, rhythm, asked[0].day, of)
            fact = to_several(challenge.id, now, space.id)
            await say_below(work, card, told, fact, community=challenge.community, space=space.id)
            asked_in |= dict.fromkeys(here, space.id)
    return asked_in
