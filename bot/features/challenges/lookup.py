"""Which challenge somebody means, and who may see it or look after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.community.roles import Needs, Role, ScopedRole, may, require
from bot.errors import UserError
from bot.features.challenges import words
from bot.features.challenges.domain import THERE, Challenge, ChallengeState
from bot.features.challenges.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.messages import Button, bullets, row, say
from bot.ui.text import label, name_key, read_id, titled

HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What the hosts of a challenge may do, and facilitators with all."""

MOST_CHALLENGES = 500
"""Challenges of a community that are looked at for a list, or for a name."""

_NAMED = 8  # challenges that are named where one has to be chosen
_SAME = 5  # challenges of one name that are offered as buttons
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


async def seen(call: Call, work: Work, said: Said) -> Challenge:
    """A challenge that the actor may see; by a button, also one that was withdrawn."""
    if said.by_button:
        return await by_id(call, work, said.text)
    return _pick(await visible(call, work), said)


async def hosted(call: Call, work: Work, said: Said) -> Challenge:
    """A challenge that the actor looks after; raises `UserError` for another's."""
    if said.by_button:
        found = await by_id(call, work, said.text)
    else:
        there = await visible(call, work)
        mine = [each for each in there if hosts(call, each)]
        another = said.text and _named(there, said.text)
        found = _pick(there if another or not mine else mine, said)
    require(call.standing, HOSTS, found.scope)
    return found


async def joined(call: Call, work: Work, said: Said) -> Challenge:
    """A challenge, of those that the actor is in where nothing else is said."""
    if said.by_button:
        return await by_id(call, work, said.text)
    there = await visible(call, work)
    mine = (await reader(call, work)).joined
    theirs = [each for each in there if each.id in mine]
    another = said.text and not _named(theirs, said.text)
    return _pick(there if another or not theirs else theirs, said)


def _pick(there: Sequence[Challenge], said: Said) -> Challenge:
    """The one of these that is meant: by its name, or the only one; raises `UserError`."""
    meant = _named(there, said.text)
    if len(meant) == 1:
        return meant[0]
    if not there:
        raise UserError(words("challenge.none"))
    questions = list({name_key(each.question): each.question for each in meant or there}.values())
    if meant and len(questions) == 1:
        raise UserError(
            say(
                words("challenge.same_name", question=questions[0], count=len(meant)),
                row(*(show_button(each, n) for n, each in enumerate(meant[:_SAME], 1))),
            )
        )
    asked = words("challenge.unknown", name=said.text) if said.text else words("challenge.which")
    again = [said.command.filled(challenge=each) for each in questions[:_NAMED]]
    raise UserError(say(asked, bullets(again)))


def _named(there: Sequence[Challenge], text: str) -> list[Challenge]:
    """Those that are called like this, or else begin with it, or else hold it; all for nothing."""
    by_question: dict[str, list[Challenge]] = {}
    for each in there:
        by_question.setdefault(name_key(each.question), []).append(each)
    return [each for found in titled(text, by_question) for each in found]


def show_button(challenge: Challenge, number: int = 0) -> Button:
    """The button that shows a challenge to whoever presses it, with a number among several."""
    text = words.text("button.show_numbered", number=number) if number else ""
    return Button(text or words.text("button.show"), "challenges.show", str(challenge.id))


def named_button(key: str, challenge: Challenge, action: str) -> Button:
    """A button about one of several challenges, with its question."""
    text = label(words.text(key, question=challenge.question), _LABEL)
    return Button(text, action, str(challenge.id))


SeenChallenge = Annotated[Challenge, ThingArg("challenge", seen)]
HostedChallenge = Annotated[Challenge, ThingArg("my_challenge", hosted)]
JoinedChallenge = Annotated[Challenge, ThingArg("joined_challenge", joined)]
