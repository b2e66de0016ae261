"""The polls that are open: in a list, where people search, and among what is open to join."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.features.polls import feature, views, words
from bot.features.polls.domain import Poll
from bot.features.polls.lookup import open_polls
from bot.features.polls.ports import Work
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.folding import says_all
from bot.ui.messages import Part

_FOUND = 3


@feature.command("poll", action="list")
async def list_(call: Call, work: Work) -> Answer:
    """List the polls that the actor may answer."""
    return Reply(views.listed(await open_polls(call, work)))


@feature.search
async def polls_about(call: Call, work: Work, query: str) -> Sequence[Part | None]:
    """Open polls that are about what is looked for."""
    there = await open_polls(call, work)
    found = [each for each in there if says_all(f"{each.title} {each.description}", query)]
    if not found:
        return []
    return [words("find.polls", count=len(found[:_FOUND])), *views.lines(found[:_FOUND])]


@feature.opportunities
async def polls_to_answer(work: Work, community: int, now: datetime) -> list[Opportunity]:
    """Polls that take answers; not those about an idea or a programme, whose people are asked."""
    there = await work.polls.open_in(community)
    open_ = [poll for poll in there if poll.origin is None and poll.takes_answers(now)]
    behind = await work.polls.audience.behind([poll.id for poll in open_]) if open_ else {}
    return [_opportunity(poll, behind.get(poll.id, frozenset())) for poll in open_]


def _opportunity(poll: Poll, behind: frozenset[int]) -> Opportunity:
    return Opportunity(
        about=poll.fact,
        title=poll.title,
        text=poll.description,
        behind=behind,
        since=poll.made_at,
        look=views.show_button(poll),
        open_to=frozenset(poll.networks),
    )


@feature.taken_up
async def answered(work: Work, member: int, now: datetime) -> set[Fact]:
    """The polls that somebody has answered, whatever they said."""
    return {Fact.of("polls.poll", poll) for poll in await work.polls.answered(member)}
