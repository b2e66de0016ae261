"""The card of a poll, which stays current in every place where it hangs."""

from datetime import datetime

from bot.community.roles import ScopedRole
from bot.delivery.live import View
from bot.features.polls import feature
from bot.features.polls.cards import views
from bot.features.polls.domain import Poll, PollState, count
from bot.features.polls.overview import Overview
from bot.features.polls.ports import Work
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("card")
async def card(subject: str, work: Work, now: datetime) -> Message | None:
    """How a poll stands, as everybody may know."""
    poll = await work.polls.get(read_id(subject))
    if poll is None or poll.state is PollState.TAKEN_DOWN:
        return None
    return views.card(await overview_of(work, poll, now))


async def overview_of(work: Work, poll: Poll, now: datetime) -> Overview:
    """How a poll stands now; of its hosts nobody is named who hides their name."""
    respondents = await work.polls.respondents(poll.id)
    hosts = await work.roles.holders(ScopedRole.HOST, poll.scope)
    counts = count(poll, respondents, [each.id for each in hosts])
    hidden = {each.member for each in respondents if each.hidden}
    named = [each.name for each in hosts if each.id not in hidden]
    return Overview(poll, respondents, counts, now, named)


def card_of(poll: int) -> View:
    """The card of a poll."""
    return View.of("polls.card", poll)
