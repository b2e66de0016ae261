"""What of ideas can be reported: the idea, by itself or by its card."""

from bot.community.reportables import Reportable
from bot.community.roles import ScopedRole
from bot.features.ideas import feature
from bot.features.ideas.domain import IdeaState
from bot.features.ideas.lookup import show_button
from bot.features.ideas.ports import Work
from bot.ui.text import read_id


@feature.reportable("idea")
@feature.reportable("card")
async def idea(subject: str, work: Work) -> Reportable | None:
    """An idea; its authors are whoever proposed it, and those who took it on."""
    found = await work.ideas.proposals.get(read_id(subject))
    if found is None or found.state is IdeaState.TAKEN_DOWN:
        return None
    holders = [each.id for each in await work.roles.holders(ScopedRole.HOST, found.scope)]
    authors = dict.fromkeys([*([found.made_by] if found.made_by else []), *holders])
    return Reportable(found.fact, found.community, found.title, tuple(authors), show_button(found))
