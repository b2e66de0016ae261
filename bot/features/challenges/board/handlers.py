"""Lists of challenges, one challenge, and what else shows them: searches, what is open to join."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.community.roles import Needs, Role, may
from bot.features.challenges import feature, words
from bot.features.challenges.board import views
from bot.features.challenges.board.search import about
from bot.features.challenges.cards.live import known_of
from bot.features.challenges.domain import ALIVE, Challenge, ChallengeState
from bot.features.challenges.lookup import (
    MOST_CHALLENGES,
    SeenChallenge,
    hosts,
    hosts_itself,
    may_see,
    named_button,
    reader,
    visible,
)
from bot.features.challenges.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded
from bot.ui.messages import Message, Part, bullets

_LONGEST_QUERY = 200
_FOUND = 3  # challenges beside people


@feature.command("list", role=Role.FACILITATOR)
@feature.command("list", action="list", carries=("which",))
async def list_(
    call: Call,
    work: Work,
    which: Annotated[str, TextArg("which_challenges", max_length=_LONGEST_QUERY)] = "",
) -> Answer:
    """List what is open, what I am in, what I host, what is closed, or what words are about."""
    key = folded(which)
    if key in entries_in_all_languages(words, "said.mine"):
        return Reply(views.listed("mine", await mine(call, work)))
    if key in entries_in_all_languages(words, "said.hosted"):
        there = await visible(call, work)
        return Reply(views.listed("hosted", [each for each in there if hosts_itself(call, each)]))
    if key in entries_in_all_languages(words, "said.closed"):
        return Reply(views.listed("closed", await visible(call, work, [ChallengeState.CLOSED])))
    if not key or key in entries_in_all_languages(words, "said.open"):
        return Reply(await _all_open(call, work))
    return Reply(views.listed("about", about(await visible(call, work), which), which))


async def _all_open(call: Call, work: Work) -> Message:
    """What is open; to facilitators, who may see all of it, also what nobody looks after."""
    there = await visible(call, work, ALIVE)
    if not may(call.standing, Needs(Role.FACILITATOR)):
        return views.listed("open", there)
    alone = await work.challenges.proposals.in_nobodys_hands(call.community.id)
    return views.listed("open", there, leads=True, nobodys={each.id for each in alone})


@feature.command("show", role=Role.FACILITATOR)
@feature.command("show", action="show", carries=("challenge",))
async def show(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Show all that there is to know of one challenge."""
    rhythm = await work.challenges.rhythms.of(challenge.id)
    joined_up = await work.conversations.of(challenge.fact) is not None
    seen = views.Seen(
        await known_of(work, challenge, call.now),
        await work.challenges.participants.get(challenge.id, call.me.id),
        hosts=hosts(call, challenge),
        own=hosts_itself(call, challenge),
        leads=may(call.standing, Needs(Role.FACILITATOR)),
        joined_up=joined_up,
        checks_in=bool(rhythm and rhythm.asks and challenge.state is ChallengeState.OPEN),
    )
    return Reply(views.shown(seen))


async def mine(call: Call, work: Work) -> list[Challenge]:
    """What the actor is in and may see, the newest first."""
    found = await work.challenges.proposals.of_participant(call.me.id)
    if not found:
        return []
    who = await reader(call, work)
    there = [each for each in found if each.state is not ChallengeState.WITHDRAWN]
    return [each for each in there if may_see(call, each, who)]


@feature.search
async def challenges_about(call: Call, work: Work, query: str) -> Sequence[Part | None]:
    """Challenges that are about what is looked for, with what came of them."""
    found = about(await visible(call, work), query)[:_FOUND]
    if not found:
        return []
    return [words("find.challenges", count=len(found)), bullets(map(views.found, found))]


@feature.opportunities
async def open_challenges(work: Work, community: int, now: datetime) -> list[Opportunity]:
    """Every challenge that people can join."""
    proposals = work.challenges.proposals
    there = await proposals.in_community(community, ALIVE, MOST_CHALLENGES)
    if not there:
        return []
    behind = await work.challenges.audience.behind([each.id for each in there])
    return [_opportunity(each, behind.get(each.id, frozenset())) for each in there]


def _opportunity(challenge: Challenge, behind: frozenset[int]) -> Opportunity:
    return Opportunity(
        about=challenge.fact,
        title=challenge.question,
        text=challenge.details.text,
        behind=behind,
        since=challenge.since,
        look=named_button("button.show_title", challenge, "challenges.show"),
        open_to=frozenset(challenge.details.networks),
        posted_in=frozenset(challenge.details.places),
    )


@feature.taken_up
async def spoken_for(work: Work, member: int, now: datetime) -> set[Fact]:
    """The challenges that somebody is in."""
    return {each.fact for each in await work.challenges.proposals.of_participant(member)}
