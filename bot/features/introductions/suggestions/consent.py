"""Suggested introductions on their way: asking the two, and opening a room if both would like it.

Whatever holds one up (a never-list, a break, a "no", questions enough this week) is never told.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from bot.community.common_ground import shared
from bot.community.people import Member
from bot.delivery.addresses import ToMember, ToPlace
from bot.errors import UserError
from bot.features.introductions import words
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.features.introductions.rounds.domain import candidate, chosen
from bot.features.introductions.suggestions import views as suggestion_views
from bot.features.introductions.suggestions.domain import (
    MOST_MADE,
    REST,
    WEEK,
    Suggestion,
    first_message_of_suggested,
    question_to,
    suggested_room_of,
    thanks_of,
    who_may_be_asked,
)
from bot.matching.eligibility import Barrier, barriers
from bot.matching.pool import Candidate
from bot.matching.ports import Pair


async def between(work: Work, two: Pair, now: datetime) -> Barrier:
    """All that stands between two people now."""
    one, other = two
    people = await _candidates(work, two, now)
    return barriers(people[one], people[other], await work.acquaintances.among(two, now - REST))


async def go_on_with(
    work: Work, suggestions: Collection[Suggestion], now: datetime
) -> dict[int, frozenset[int]]:
    """Whom the next step of each of these suggestions is for; those that have none are left out.

    A room is for both who have agreed; a question for whoever may be asked and has not answered.
    """
    who = {member for suggestion in suggestions for member in suggestion.two}
    people = await _candidates(work, who, now)
    by = {suggestion.by for suggestion in suggestions}
    known = await work.acquaintances.among(who | by, now - REST)
    steps = {}
    for each in suggestions:
        may = who_may_be_asked(each, people[each.two[0]], people[each.two[1]], known)
        to = may - each.said.keys()
        if each.agreed and may == set(each.two):
            steps[each.id] = may
        elif not each.agreed and to:
            steps[each.id] = to
    return steps


async def _candidates(work: Work, who: Collection[int], now: datetime) -> dict[int, Candidate]:
    people = await work.introductions.suggestions.people(sorted(set(who)))
    return {person.id: candidate(person, now) for person in people}


async def suggest(work: Work, by: Member, two: Pair, why: str, now: datetime, seed: int) -> None:
    """Keep a suggestion, and ask the two if that suits them now.

    Two whom somebody has suggested already, or who were introduced not long ago, are not asked
    again. Raises `UserError` for somebody who has suggested enough this week.
    """
    book = work.introductions.suggestions
    await book.lock({by.id, *two})
    if await book.made_since(by.id, now - WEEK) >= MOST_MADE:
        raise UserError(words("suggest.too_many", limit=MOST_MADE))
    earlier = await book.on_its_way(two, now)
    echo = earlier is not None or Barrier.MET in await between(work, two, now)
    new = await book.add(by.community, by.id, two, why, now, echo=echo)
    if earlier and by.id in two:
        await answer(work, earlier, by.id, yes=True, now=now, seed=seed)
    elif not echo:
        await go_on(work, new, now, seed)


async def introduce_again(
    work: Work, community: int, two: Pair, after: str, now: datetime, seed: int
) -> None:
    """Introduce two who have named each other after an event: both have said yes by that.

    What else holds an introduction up holds this one up, and is told to nobody.
    """
    book = work.introductions.suggestions
    await book.lock(two)
    if earlier := await book.on_its_way(two, now):
        for member in two:
            if not earlier.said.get(member) and earlier.opened_at is None:
                await answer(work, earlier, member, yes=True, now=now, seed=seed)
        return
    echo = Barrier.MET in await between(work, two, now)
    new = await book.add(community, min(two), two, "", now, echo=echo, after=after)
    if not echo:
        await go_on(work, new, now, seed)


async def answer(
    work: Work, suggestion: Suggestion, member: int, *, yes: bool, now: datetime, seed: int
) -> None:
    """Keep what one of the two says; their question becomes what they answered."""
    await work.introductions.suggestions.say(suggestion.id, member, yes=yes)
    people = await work.people.members([suggestion.by, suggestion.partner(member)])
    by, partner = people[suggestion.by], people[suggestion.partner(member)]
    message = partial(suggestion_views.answered, by, partner, yes=yes)
    await work.outbox.edit(question_to(suggestion.id, member), message)
    if yes:
        await go_on(work, suggestion.id, now, seed)


async def go_on(work: Work, id_: int, now: datetime, seed: int) -> None:
    """Take a suggestion as far as it can go now; hold the two before."""
    book = work.introductions.suggestions
    suggestion = await book.get(id_)
    if suggestion is None or not await book.is_ready(id_, now):
        return
    whom = (await go_on_with(work, [suggestion], now)).get(id_)
    if whom and suggestion.agreed:
        await _open_room(work, suggestion, now, seed)
    elif whom:
        await _ask(work, suggestion, whom, now)


async def _ask(work: Work, suggestion: Suggestion, whom: Collection[int], now: datetime) -> None:
    book = work.introductions.suggestions
    await book.asked(suggestion.id, now)
    asked = await book.get(suggestion.id)
    by = await work.people.member(suggestion.by)
    if asked is None or by is None:
        return
    been_at = await work.introductions.gatherings.shared(*asked.two)
    working_on = shared(await work.common_ground(asked.two, now), asked.two)
    facts = [question_to(asked.id, each) for each in asked.two if each in whom]
    await work.questions.keep(facts, now, community=asked.community)
    for member in asked.two:
        other = asked.partner(member)
        partner = (await book.shown_to(member, [other])).get(other)
        if partner and member in whom:
            await work.outbox.post(
                ToMember(member),
                partial(suggestion_views.question, asked, by, partner, been_at, working_on),
                question_to(asked.id, member),
                community=asked.community,
            )


async def _open_room(work: Work, suggestion: Suggestion, now: datetime, seed: int) -> None:
    book, id_, community = work.introductions.suggestions, suggestion.id, suggestion.community
    people = await book.people(suggestion.two)
    by = await work.people.member(suggestion.by)
    if by is None or len(people) < 2 or not await book.opened(id_, now):
        return
    room = suggested_room_of(id_)
    question = chosen(seed, 0, room_views.QUESTIONS)
    message = partial(suggestion_views.first_message, suggestion, by, people, question, now)
    title = room_views.title(people)
    await work.outbox.open_room(room, suggestion.two, title, community=community, apart=True)
    await work.outbox.post(
        ToPlace(room), message, first_message_of_suggested(id_), community=community
    )
    if not suggestion.for_themselves:
        thanks = partial(suggestion_views.thanks, people)
        await work.outbox.post(ToMember(by.id), thanks, thanks_of(id_), community=community)
