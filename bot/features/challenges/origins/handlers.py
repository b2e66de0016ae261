"""Making a gathering or an idea of a challenge."""

from datetime import datetime

from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import ScopedRole, may
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import HOSTS, JoinedChallenge
from bot.features.challenges.origins import views
from bot.features.challenges.ports import Work
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.capabilities import short
from bot.ui.text import read_id

_TITLE = 64  # characters of what an event is called


@feature.command("gather", action="gather", carries=("challenge",))
async def gather(call: Call, work: Work, challenge: JoinedChallenge) -> Answer:
    """Offer how those in it come together: a poll about the time, or a time that is known."""
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
    if not await _belongs(work, challenge, call.me):
        raise UserError(views.join_first(challenge))
    return Reply(views.gather(challenge))


@feature.origin("challenge")
async def origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """What is known of an event that is made of a challenge: all who are in it are invited."""
    found = await work.challenges.proposals.get(read_id(subject))
    if found is None or found.community != who.community or found.state not in ALIVE:
        return None
    if not await _belongs(work, found, who):
        return None
    people = await work.challenges.participants.all_of(found.id)
    holders = await work.roles.present_holders(ScopedRole.HOST, found.scope)
    title = short(found.question, _TITLE)
    whole = "" if title == found.question else found.question
    return Origin(
        about=found.fact,
        title=title,
        description="\n\n".join(filter(None, (whole, found.where_we_are or found.details.why))),
        networks=found.details.networks,
        hosts=tuple(each.id for each in holders),
        interested=tuple(each.member for each in people),
        unnamed=frozenset(each.member for each in people if each.hidden),
    )


async def _belongs(work: Work, challenge: Challenge, who: Member) -> bool:
    """Whether somebody is in it, or looks after it."""
    if may(await work.roles.standing(who), HOSTS, challenge.scope):
        return True
    return await work.challenges.participants.get(challenge.id, who.id) is not None
