"""Which idea somebody means, and who may see it or look after it."""

from collections.abc import Collection
from typing import Annotated

from bot.community.roles import Needs, Role, ScopedRole, may
from bot.errors import UserError
from bot.features.ideas import words
from bot.features.ideas.domain import THERE, Idea, IdeaState
from bot.features.ideas.ports import Work
from bot.routing.interaction import Call
from bot.routing.titles import Titled
from bot.ui.messages import Button
from bot.ui.text import label, read_id

PROPOSERS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What those may do who proposed an idea, or took it on, and facilitators with all."""

MOST_IDEAS = 500
"""Ideas of a community that are looked at for a list, or for a name."""

_LABEL = 60


# Who may see and change -----------------------------------------------------------------------


def proposes(call: Call, idea: Idea) -> bool:
    """Whether the actor looks after an idea, or may do what those may."""
    return may(call.standing, PROPOSERS, idea.scope)


def proposes_itself(call: Call, idea: Idea) -> bool:
    """Whether the actor is one of its proposers, and not only a facilitator."""
    return (ScopedRole.HOST, idea.scope) in call.standing.things


def may_see(call: Call, idea: Idea, networks: Collection[int]) -> bool:
    """Whether the actor, who is in these networks, may see an idea."""
    if idea.community != call.community.id or idea.state is IdeaState.TAKEN_DOWN:
        return False
    return idea.details.open_to(networks) or proposes(call, idea)


async def visible(call: Call, work: Work, states: Collection[IdeaState] = THERE) -> list[Idea]:
    """The ideas in these states that the actor may see, the newest first."""
    found = await work.ideas.proposals.in_community(call.community.id, states, MOST_IDEAS)
    networks = await work.ideas.audience.of(call.me.id)
    return [idea for idea in found if may_see(call, idea, networks)]


async def by_id(call: Call, work: Work, id_: str) -> Idea:
    """The idea that a button is about, if the actor may see it; raises `UserError`."""
    idea = await work.ideas.proposals.get(read_id(id_))
    if idea is None or not may_see(call, idea, await work.ideas.audience.of(call.me.id)):
        raise UserError(words("idea.gone"))
    return idea


# Which one is meant ---------------------------------------------------------------------------


def show_button(idea: Idea) -> Button:
    """The button that shows an idea to whoever presses it."""
    return Button(words.text("button.show"), "ideas.show", str(idea.id))


def named_button(key: str, idea: Idea, action: str) -> Button:
    """A button about one of several ideas, with its title."""
    return Button(label(words.text(key, title=idea.title), _LABEL), action, str(idea.id))


IDEAS = Titled[Idea](words, "idea", lambda idea: idea.title, show_button)

seen = IDEAS.among(visible, by_id)
"""An idea that the actor may see; by a button, also one that was withdrawn."""

SeenIdea = Annotated[Idea, seen.argument("idea")]
ProposedIdea = Annotated[
    Idea, seen.of_ones_own(PROPOSERS, lambda idea: idea.scope).argument("my_idea")
]
