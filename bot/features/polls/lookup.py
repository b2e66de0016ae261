"""Which poll somebody means, and who may see it or look after it."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Annotated

from bot.community.roles import ScopedRole, may, require
from bot.errors import UserError
from bot.features.polls import words
from bot.features.polls.domain import HOSTS, Poll, PollState
from bot.features.polls.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.routing.titles import Titled, by_title
from bot.ui.text import read_id

LATELY = timedelta(days=60)
"""So long after it has closed a poll is still found by its name."""


def hosts_it(call: Call, poll: Poll) -> bool:
    """Whether the actor looks after a poll, or may do what those may."""
    return may(call.standing, HOSTS, poll.scope)


def is_host(call: Call, poll: Poll) -> bool:
    """Whether the actor is a host: facilitators, too, are told no hidden names."""
    return (ScopedRole.HOST, poll.scope) in call.standing.things


def may_see(call: Call, poll: Poll, networks: Collection[int]) -> bool:
    """Whether the actor, who is in these networks, may see a poll and answer it."""
    if poll.state is PollState.TAKEN_DOWN:
        return False
    return poll.open_to(networks) or hosts_it(call, poll)


async def open_polls(call: Call, work: Work) -> list[Poll]:
    """The polls that the actor may answer, those first that close first."""
    found = await work.polls.open_in(call.community.id)
    mine = await work.polls.audience.of(call.me.id)
    return [each for each in found if may_see(call, each, mine)]


async def known_polls(call: Call, work: Work) -> list[Poll]:
    """The polls that the actor may see: those that are open first, then those lately closed."""
    found = await work.polls.known_in(call.community.id, call.now - LATELY)
    mine = await work.polls.audience.of(call.me.id)
    return [each for each in found if may_see(call, each, mine)]


async def by_id(call: Call, work: Work, id_: str) -> Poll:
    """The poll that a button is about, if the actor may see it; raises `UserError`."""
    poll = await work.polls.get(read_id(id_))
    mine = await work.polls.audience.of(call.me.id)
    if poll is None or poll.community != call.community.id or not may_see(call, poll, mine):
        raise UserError(words("poll.gone"))
    return poll


async def meant(call: Call, work: Work, said: Said) -> Poll:
    """The poll that is meant: an open one before one that has closed lately; by a button, any."""
    if said.by_button:
        return await by_id(call, work, said.text)
    known = await known_polls(call, work)
    if not said.text:
        known = [each for each in known if each.state is PollState.OPEN] or known[:1]
    return POLLS.pick(known, said)


async def looked_after(call: Call, work: Work, said: Said) -> Poll:
    """The poll that is meant, which the actor looks after; raises `UserError` for another's."""
    found = await meant(call, work, said)
    require(call.standing, HOSTS, found.scope)
    return found


def _named(there: Sequence[Poll], text: str) -> Sequence[Poll]:
    """Those of this title; where just one of them is open, that one."""
    found = by_title(there, text, lambda poll: poll.title)
    open_ = [each for each in found if each.state is PollState.OPEN]
    return open_ if len(open_) == 1 else found


POLLS = Titled[Poll](words, "poll", lambda poll: poll.title, named=_named)

MeantPoll = Annotated[Poll, ThingArg("poll", meant)]
HostedPoll = Annotated[Poll, ThingArg("my_poll", looked_after)]
