"""Roles that an operator gives and takes: on the ladder, in a network, in the community."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.people import Member, Network
from bot.community.roles import Role, Scope, ScopedRole
from bot.errors import UserError
from bot.features.members import words
from bot.features.members.ports import Work
from bot.routing.autocomplete import nearest
from bot.ui.folding import called, folded
from bot.ui.tokens import alike

_LADDER = {role.name.lower(): role for role in Role}
_SCOPED = {
    "convenor": ScopedRole.CONVENOR,
    "safeguarding lead": ScopedRole.SAFEGUARDING_LEAD,
}
_NAMED = 10
"""No more networks are named to somebody who has to name one."""


async def change_role(
    work: Work, who: Member, said: str, network: str, now: datetime, *, withdraw: bool = False
) -> str:
    """Give somebody the role of this name or take it from them, and return what is so now.

    Only convenors are something in a network; hosts are made where events are. Raises `UserError`
    for what cannot be done.
    """
    role = _read_role(said)
    if network.strip() and role is not ScopedRole.CONVENOR:
        raise UserError(words("grant.no_network"))
    if isinstance(role, Role):
        if withdraw:
            raise UserError(words("grant.ladder"))
        await work.members.grant(who.id, role)
        return words.text("grant.now", name=who.name, role=role.name.lower())
    scope, called = await _scope(work, who.community, role, network)
    if not withdraw:
        await work.roles.grant(who.id, role, scope, None, now)
        return words.text("grant.now", name=who.name, role=called)
    if not await work.roles.withdraw(who.id, role, scope):
        raise UserError(words("grant.not_held", name=who.name, role=called))
    return words.text("grant.no_longer", name=who.name, role=called)


def _read_role(said: str) -> Role | ScopedRole:
    """The role of this name; raises `UserError` for one that operators do not give."""
    name = folded(said.replace("_", " ").replace("-", " "))
    found = _LADDER.get(name, _SCOPED.get(name))
    if found is None:
        raise UserError(words("grant.unknown", said=said))
    return found


async def _scope(work: Work, community: int, role: ScopedRole, network: str) -> tuple[Scope, str]:
    """What a role is about, and what somebody is who has it."""
    if role is ScopedRole.SAFEGUARDING_LEAD:
        return Scope("community", community), words.text("grant.safeguarding_lead")
    found = _network(await work.members.networks(community), network)
    return Scope("network", found.id), words.text("grant.convenor", network=found.name)


def _network(there: Sequence[Network], said: str) -> Network:
    """The network that is meant; accents and apostrophes need not be typed as they are written."""
    if not there:
        raise UserError(words("grant.no_networks"))
    if not said.strip():
        raise UserError(words("grant.which_network", names=_names(there)))
    found = called(said, there, lambda each: each.name)
    found = found or [each for each in there if alike(each.name, said)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(words("grant.several_networks", network=said, names=_names(found)))
    near = [there[i] for i in nearest(said, [each.name for each in there])]
    raise UserError(words("grant.unknown_network", network=said, names=_names(near or there)))


def _names(networks: Sequence[Network]) -> str:
    more = ", …" if len(networks) > _NAMED else ""
    return ", ".join(f"“{each.name}”" for each in networks[:_NAMED]) + more
