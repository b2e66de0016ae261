"""Which community and which member an operator means."""

from collections.abc import Sequence

from bot.community.naming import PeopleReader
from bot.community.people import OWN_CHAT, Community, Member, Ref
from bot.errors import UserError
from bot.ui.folding import called
from bot.ui.tokens import alike
from bot.work import Work

_NEAR = 25
"""So many members of nearly the same name are compared with what was typed."""


async def community_called(work: Work, name: str) -> Community:
    """The community of this name, or the only one; raises `UserError` that names those there are.

    Nobody needs to type accents or apostrophes as they are written, here or for members.
    """
    known = await work.people.communities()
    if not name and len(known) == 1:
        return known[0]
    found = called(name, known, lambda each: each.name)
    found = found or [each for each in known if alike(each.name, name)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise UserError("There is no community yet: `kindred import members FILE.csv` founds one.")
    names = ", ".join(f"“{community.name}”" for community in known)
    raise UserError(f"Which community? There is {names}. Choose one with --community.")


async def member_called(work: Work, community: Community, who: str) -> Member:
    """The member of this name, "name (network)" or e-mail address.

    Raises `UserError` for nobody, with names that come near, and for several, with what to say.
    """
    if not who:
        raise UserError("Who says it? Name somebody with --as.")
    here = Ref(OWN_CHAT, str(community.id))
    found = await PeopleReader(work.people, community.id, here).find(who, by_email=True)
    near = [] if found else await work.people.named_like(community.id, who, limit=_NEAR)
    found = found or [member for member in near if alike(member.name, who)]
    if len(found) == 1:
        return found[0]
    if found:
        ways = await _ways(work, community, found)
        which = f"Say which: {ways}; or use" if ways else "Use"
        raise UserError(f"There are {len(found)} people called {who}. {which} the e-mail address.")
    names = ", ".join(member.name for member in near[:3])
    raise UserError(f"There is nobody called “{who}”." + (f" There is: {names}." if near else ""))


async def _ways(work: Work, community: Community, those: Sequence[Member]) -> str:
    """What to say that means one of several people and nobody else, where there is such a way."""
    here = Ref(OWN_CHAT, str(community.id))
    named = await work.names.named(community.id, here, [member.id for member in those])
    return ", ".join(f"“{each.said}”" for each in named if not each.said.startswith("<@"))
