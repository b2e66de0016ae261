"""What of polls can be reported: the poll, by itself or by its card."""

from bot.community.reportables import Reportable
from bot.community.roles import ScopedRole
from bot.features.polls import feature
from bot.features.polls.domain import PollState
from bot.features.polls.ports import Work
from bot.features.polls.views import show_button
from bot.ui.text import read_id


@feature.reportable("poll")
@feature.reportable("card")
async def poll(subject: str, work: Work) -> Reportable | None:
    """A poll; its authors are whoever made it, and who would host it."""
    found = await work.polls.get(read_id(subject))
    if found is None or found.state is PollState.TAKEN_DOWN:
        return None
    hosts = [each.id for each in await work.roles.holders(ScopedRole.HOST, found.scope)]
    authors = dict.fromkeys([*([found.made_by] if found.made_by else []), *hosts])
    return Reportable(found.fact, found.community, found.title, tuple(authors), show_button(found))
