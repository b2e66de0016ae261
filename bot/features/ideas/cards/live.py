"""The card of an idea, which stays current in every place where it hangs."""

from datetime import datetime

from bot.community.roles import ScopedRole
from bot.delivery.live import View
from bot.features.ideas import feature
from bot.features.ideas.cards import views
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.ports import Work
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("card")
async def card(subject: str, work: Work, now: datetime) -> Message | None:
    """What everybody may know of an idea; nothing of one that was taken down."""
    idea = await work.ideas.proposals.get(read_id(subject))
    if idea is None or idea.state is IdeaState.TAKEN_DOWN:
        return None
    return views.card(idea, await proposers_of(work, idea))


def card_of(idea: int) -> View:
    """The card of an idea."""
    return View.of("ideas.card", idea)


async def proposers_of(work: Work, idea: Idea) -> list[str]:
    """The names of those in whose hands an idea is, and who are still in some chat."""
    holders = await work.roles.present_holders(ScopedRole.HOST, idea.scope)
    return [each.name for each in holders]
