"""Which challenge somebody means, and who may see it or look after it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from bot.community.roles import Needs, Role, ScopedRole, may
from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.domain import THERE, Challenge, ChallengeState
from bot.features.challenges.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.routing.titles import Titled
from bot.ui.messages import Button
from bot.ui.text import label, read_id

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What the hosts of a challenge may do, and facilitators with all."""

MOST_CHALLENGES = 500
"""Challenges of a community that are looked at for a list, or for a name."""

_LABEL = 60


# Who may see and change -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks: in which networks they are, and in which challenges."""

    networks: frozenset[int]
    joined: frozenset[int]


async def reader(call: Call, work: Work) -> Reader:
    """The actor, as one who looks."""
    mine = await work.challenges.participants.of(call.me.id)
    networks = await work.challenges.audience.of(call.me.id)
    return Reader(networks, frozenset(each.challenge for each in mine))


def hosts(call: Call, challenge: Challenge) -> bool:
    """Whether the actor looks after a challenge, or may do what its hosts may."""
    return may(call.standing, HOSTS, challenge.scope)


def hosts_itself(call: Call, challenge: Challenge) -> bool:
    """Whether the actor is one of its hosts, and not only a facilitator."""
    return (ScopedRole.HOST, challenge.scope) in call.standing.things


def may_see(call: Call, challenge: Challenge, who: Reader) -> bool:
    """Whether the actor may see a challenge: it is for them, they are in it, or look after it."""
    taken_down = challenge.state is ChallengeState.TAKEN_DOWN
    if challenge.community != call.community.id or taken_down:
        return False
    is_in = challenge.id in who.joined
    return is_in or challenge.details.open_to(who.networks) or hosts(call, challenge)


async def visible(
    call: Call, work: Work, states: Collection[ChallengeState] = THERE
) -> list[Challenge]:
    """The challenges in these states that the actor may see, the newest first."""
    here = call.community.id
    found = await work.challenges.proposals.in_community(here, states, MOST_CHALLENGES)
    if not found:
        return []
    who = await reader(call, work)
    return [each for each in found if may_see(call, each, who)]


async def by_id(call: Call, work: Work, id_: str) -> Challenge:
    """The challenge that a button is about, if the actor may see it; raises `UserError`."""
    found = await work.challenges.proposals.get(read_id(id_))
    if found is None or not may_see(call, found, await reader(call, work)):
        raise UserError(words("challenge.gone"))
    return found


async def locked(call: Call, work: Work, id_: int) -> Challenge:
    """A challenge as it is now, which nobody else changes meanwhile; raises `UserError`."""
    found = await work.challenges.proposals.lock(id_)
    if found is None or not may_see(call, found, await reader(call, work)):
        raise UserError(words("challenge.gone"))
    return found


# Which one is meant ---------------------------------------------------------------------------


def show_button(challenge: Challenge) -> Button:
    """The button that shows a challenge to whoever presses it."""
    return Button(words.text("button.show"), "challenges.show", str(challenge.id))


def named_button(key: str, challenge: Challenge, action: str) -> Button:
    """A button about one of several challenges, with its question."""
    text = label(words.text(key, question=challenge.question), _LABEL)
    return Button(text, action, str(challenge.id))


CHALLENGES = Titled[Challenge](
    words, "challenge", lambda challenge: challenge.question, show_button
)

seen = CHALLENGES.among(visible, by_id)
"""A challenge that the actor may see; by a button, also one that was withdrawn."""


async def joined(call: Call, work: Work, said: Said) -> Challenge:
    """A challenge, of those that the actor is in where nothing else is said."""
    if said.by_button:
        return await by_id(call, work, said.text)
    there = await visible(call, work)
    mine = (await reader(call, work)).joined
    theirs = [each for each in there if each.id in mine]
    another = said.text and not CHALLENGES.called(theirs, said.text)
    return CHALLENGES.pick(there if another or not theirs else theirs, said)


SeenChallenge = Annotated[Challenge, seen.argument("challenge")]
HostedChallenge = Annotated[
    Challenge, seen.of_ones_own(HOSTS, lambda each: each.scope).argument("my_challenge")
]
JoinedChallenge = Annotated[Challenge, ThingArg("joined_challenge", joined)]
