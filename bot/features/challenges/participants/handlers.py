"""Joining a challenge, leaving it, and who is in it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.community.common_ground import CommonGround
from bot.community.told_names import told_to
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.domain import ALIVE, Challenge, fact_of
from bot.features.challenges.lookup import JoinedChallenge, SeenChallenge, hosts_itself
from bot.features.challenges.participants import joining, views
from bot.features.challenges.ports import Work
from bot.features.challenges.threads.people import meets_somebody_refused
from bot.routing.interaction import Answer, Call, Reply


@feature.command("join", action="join", carries=("challenge",))
async def join(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Be in a challenge; whoever is in it already is told so.

    Who would share its threads with somebody they never want to meet is asked first.
    """
    return await _ask_or_join(call, work, challenge, hidden=None)


@feature.action("unnamed")
async def unnamed(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Be in a challenge, without one's name being told to anybody but the hosts."""
    return await _ask_or_join(call, work, challenge, hidden=True)


@feature.action("join_anyway")
async def join_anyway(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Be in it all the same."""
    return await _join(call, work, challenge)


@feature.action("unnamed_anyway")
async def unnamed_anyway(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Be in it all the same, without one's name being told."""
    return await _join(call, work, challenge, hidden=True)


@feature.command("name hide", action="hide_name", carries=("challenge",))
async def hide_name(call: Call, work: Work, challenge: JoinedChallenge) -> Answer:
    """Let nobody but the hosts know that I am in it."""
    return await _show_name(call, work, challenge, hidden=True)


@feature.command("name reveal", action="show_name", carries=("challenge",))
async def show_name(call: Call, work: Work, challenge: JoinedChallenge) -> Answer:
    """Let the others know that I am in it."""
    return await _show_name(call, work, challenge, hidden=False)


@feature.command("leave", action="leave", carries=("challenge",))
async def leave(call: Call, work: Work, challenge: JoinedChallenge) -> Answer:
    """Be in a challenge no more."""
    if not await joining.leave(work, challenge, call.me.id, call.now):
        return Reply(views.never_was(challenge), refused=True)
    return Reply(views.left(challenge))


@feature.command("who", action="who", carries=("challenge",))
async def who(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Tell who is in it, as far as the reader may know; to its hosts also who hides their name."""
    found = await work.challenges.participants.all_of(challenge.id)
    own = hosts_itself(call, challenge)
    listed = [replace(each, hidden=False) for each in found] if own else found
    told = await told_to(work, call.me, listed, call.now)
    unnamed = any(each.hidden for each in found if each.member == call.me.id)
    return Reply(views.who(challenge, found, told, own=own, unnamed=unnamed))


async def _show_name(call: Call, work: Work, challenge: Challenge, *, hidden: bool) -> Answer:
    if await work.challenges.participants.get(challenge.id, call.me.id) is None:
        raise UserError(views.join_first(challenge))
    return await _join(call, work, challenge, hidden=hidden)


async def _ask_or_join(
    call: Call, work: Work, challenge: Challenge, *, hidden: bool | None
) -> Answer:
    is_in = await work.challenges.participants.get(challenge.id, call.me.id) is not None
    is_asked = not is_in and challenge.state in ALIVE
    if is_asked and await meets_somebody_refused(work, challenge, call.me.id):
        return Reply(views.go_on(challenge, hidden=hidden))
    return await _join(call, work, challenge, hidden=hidden)


async def _join(
    call: Call, work: Work, challenge: Challenge, *, hidden: bool | None = None
) -> Answer:
    if challenge.state not in ALIVE:
        raise UserError(words(f"join.{challenge.state}", question=challenge.question))
    before = await work.challenges.participants.get(challenge.id, call.me.id)
    joined = await joining.join(work, challenge, call.me.id, call.now, hidden=hidden)
    found = await work.challenges.proposals.get(challenge.id)  # it may have opened by this
    return Reply(views.mine(found or challenge, joined, again=before is not None))


@feature.common_ground
async def working_on(
    work: Work, members: Collection[int], now: datetime
) -> dict[int, list[CommonGround]]:
    """What each of these works on with others, by their name."""
    found: dict[int, list[CommonGround]] = {}
    for member, challenge, question in await work.challenges.participants.openly_in(members):
        found.setdefault(member, []).append(CommonGround(fact_of(challenge), question))
    return found
