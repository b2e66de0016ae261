"""Lists of ideas, one idea, and what else shows ideas: searches, and what is open to join."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.features.ideas import feature, words
from bot.features.ideas.board import views
from bot.features.ideas.board.search import about
from bot.features.ideas.cards.live import proposers_of
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.lookup import (
    MOST_IDEAS,
    SeenIdea,
    may_see,
    named_button,
    proposes,
    proposes_itself,
    visible,
)
from bot.features.ideas.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded
from bot.ui.messages import Part, bullets

_LONGEST_QUERY = 200
_FOUND = 3  # ideas beside people


@feature.command("list", action="list", carries=("which",))
async def list_(
    call: Call,
    work: Work,
    which: Annotated[str, TextArg("which", max_length=_LONGEST_QUERY)] = "",
) -> Answer:
    """List what is open, what is mine, what I am interested in, or what some words are about."""
    key = folded(which)
    if key in entries_in_all_languages(words, "said.mine"):
        there = await visible(call, work)
        mine = [idea for idea in there if proposes_itself(call, idea)]
        return Reply(views.listed("mine", mine))
    if key in entries_in_all_languages(words, "said.interested"):
        return Reply(views.listed("interested", await interesting(call, work)))
    if not key or key in entries_in_all_languages(words, "said.open"):
        return Reply(views.listed("open", await visible(call, work, [IdeaState.OPEN])))
    return Reply(views.listed("about", about(await visible(call, work), which), which))


@feature.command("show", action="show", carries=("idea",))
async def show(call: Call, work: Work, idea: SeenIdea) -> Answer:
    """Show all that there is to know of one idea."""
    networks = await work.ideas.audience.networks(call.community.id)
    seen = views.Seen(
        idea,
        await proposers_of(work, idea),
        [each.name for each in networks if each.id in idea.details.networks],
        await work.ideas.interests.get(idea.id, call.me.id),
        proposes=proposes(call, idea),
        own=proposes_itself(call, idea),
    )
    return Reply(views.shown(seen))


async def interesting(call: Call, work: Work) -> list[Idea]:
    """What the actor is interested in and may see, the newest interest first."""
    networks = await work.ideas.audience.of(call.me.id)
    found = await work.ideas.proposals.of_interested(call.me.id)
    there = [idea for idea in found if idea.state is not IdeaState.WITHDRAWN]
    return [idea for idea in there if may_see(call, idea, networks)]


@feature.search
async def ideas_about(call: Call, work: Work, query: str) -> Sequence[Part | None]:
    """Ideas that are about what is looked for, with what came of them."""
    found = about(await visible(call, work), query)[:_FOUND]
    if not found:
        return []
    return [words("find.ideas", count=len(found)), bullets(map(views.found, found))]


@feature.opportunities
async def open_ideas(work: Work, community: int, now: datetime) -> list[Opportunity]:
    """Every open idea."""
    there = await work.ideas.proposals.in_community(community, [IdeaState.OPEN], MOST_IDEAS)
    if not there:
        return []
    behind = await work.ideas.audience.behind([idea.id for idea in there])
    return [_opportunity(idea, behind.get(idea.id, frozenset())) for idea in there]


def _opportunity(idea: Idea, behind: frozenset[int]) -> Opportunity:
    return Opportunity(
        about=idea.fact,
        title=idea.title,
        text=idea.details.text,
        behind=behind,
        since=idea.made_at,
        look=named_button("button.show_title", idea, "ideas.show"),
        open_to=frozenset(idea.details.networks),
        posted_in=frozenset(idea.details.places),
    )


@feature.taken_up
async def spoken_for(work: Work, member: int, now: datetime) -> set[Fact]:
    """The ideas that somebody is interested in."""
    return {idea.fact for idea in await work.ideas.proposals.of_interested(member)}
