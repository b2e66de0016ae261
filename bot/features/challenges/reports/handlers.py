"""What of challenges can be reported: the challenge, by itself or by its card."""

from bot.community.reportables import Reportable
from bot.community.roles import ScopedRole
from bot.features.challenges import feature
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.lookup import show_button
from bot.features.challenges.ports import Work
from bot.ui.text import read_id


@feature.reportable("challenge")
@feature.reportable("card")
async def challenge(subject: str, work: Work) -> Reportable | None:
    """A challenge; its authors are whoever proposed it, and its hosts."""
    found = await work.challenges.proposals.get(read_id(subject))
    if found is None or found.state is ChallengeState.TAKEN_DOWN:
        return None
    holders = [each.id for each in await work.roles.holders(ScopedRole.HOST, found.scope)]
    authors = dict.fromkeys([*([found.made_by] if found.made_by else []), *holders])
    question, look = found.question, show_button(found)
    return Reportable(found.fact, found.community, question, tuple(authors), look)
