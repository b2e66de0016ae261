"""What polls do when an event was made of one, and when people help, go or turn out to be one."""

from dataclasses import replace
from datetime import datetime

from bot.community.domain_events import (
    EventPlanned,
    HelperChanged,
    MemberLeft,
    MembersMerged,
    RecordForgotten,
    TakenDown,
)
from bot.community.facts import Fact
from bot.community.roles import ScopedRole
from bot.features.polls import feature
from bot.features.polls.cards.live import card_of
from bot.features.polls.domain import Poll, PollState
from bot.features.polls.ports import Work


@feature.when(EventPlanned)
async def an_event_was_made(planned: EventPlanned, work: Work, now: datetime) -> None:
    """Close the poll of which it was made; and those that look for a time for the same."""
    for poll in await _about(work, planned.origin, planned.community):
        await work.polls.settle(poll.id, PollState.PLANNED, planned.event)
        await work.roles.end(poll.scope)
        await work.cards.withdraw(card_of(poll.id))
        await work.live.touch(card_of(poll.id))


@feature.when(TakenDown)
async def it_was_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Let nobody see a poll any more that was taken down, or about what was."""
    there = {each.id: each for each in await _about(work, taken.about, taken.community)}
    if taken.about.kind == "polls.poll" and (itself := await work.polls.get(taken.about.id)):
        there[itself.id] = itself
    for poll in there.values():
        await work.polls.change(replace(poll, description=""), poll.slots)
        await work.polls.settle(poll.id, PollState.TAKEN_DOWN)
        await work.roles.end(poll.scope)
        await work.live.take_down(card_of(poll.id))
        await work.cards.withdraw(card_of(poll.id))


@feature.when(RecordForgotten)
async def its_record_is_forgotten(gone: RecordForgotten, work: Work, now: datetime) -> None:
    """Forget the polls, too, that were taken down with it."""
    await work.polls.forget_taken_down(gone.about)


async def _about(work: Work, about: Fact | None, community: int) -> list[Poll]:
    """The polls that are this, or look for a time for it, and of which no event was made."""
    if about is None:
        return []
    found: list[Poll | None] = list(await work.polls.about(about))
    if about.kind == "polls.poll":
        found.append(await work.polls.get(about.id))
    return [poll for poll in found if poll and poll.community == community and poll.alive]


@feature.when(HelperChanged)
async def a_helper_is_another(changed: HelperChanged, work: Work, now: datetime) -> None:
    """Name as hosts of a poll those who would help now; never not whoever made it."""
    for poll in await _about(work, changed.about, changed.community):
        if changed.member == poll.made_by:
            continue
        if changed.hosts:
            by = changed.member
            await work.roles.grant(by, ScopedRole.HOST, poll.scope, by, now)
        else:
            await work.roles.withdraw(changed.member, ScopedRole.HOST, poll.scope)
        await work.live.touch(card_of(poll.id))


@feature.when(MembersMerged, MemberLeft)
async def answers_are_fewer(gone: MembersMerged | MemberLeft, work: Work, now: datetime) -> None:
    """Show how many can come, without who was counted twice and what was erased."""
    there = await work.polls.open_in(gone.community)
    await work.live.touch(*(card_of(poll.id) for poll in there))
