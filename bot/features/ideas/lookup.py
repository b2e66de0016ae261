"""Which idea somebody means, and who may see it or look after it."""

from collections.abc import Collection, Sequence
from typing import Annotated

from bot.community.roles import Needs, Role, ScopedRole, may, require
from bot.errors import UserError
from bot.features.ideas import words
from bot.features.ideas.domain import THERE, Idea, IdeaState
from bot.features.ideas.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.messages import Button, bullets, row, say
from bot.ui.text import label, name_key, read_id, titled

PROPOSERS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)
"""What those may do who proposed an idea, or took it on, and facilitators with all."""

MOST_IDEAS = 500
"""Ideas of a community that are looked at for a list, or for a name."""

_NAMED = 8  # ideas that are named where one has to be chosen
_SAME = 5  # ideas of one name that are offered as buttons
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


async def seen(call: Call, work: Work, said: Said) -> Idea:
    """An idea that the actor may see; by a button, also one that was withdrawn."""
    if said.by_button:
        return await by_id(call, work, said.text)
    return _pick(await visible(call, work), said)


async def proposed(call: Call, work: Work, said: Said) -> Idea:
    """An idea that the actor looks after; raises `UserError` for another's."""
    if said.by_button:
        found = await by_id(call, work, said.text)
    else:
        there = await visible(call, work)
        mine = [idea for idea in there if proposes(call, idea)]
        another = said.text and _named(there, said.text)
        found = _pick(there if another or not mine else mine, said)
    require(call.standing, PROPOSERS, found.scope)
    return found


def _pick(there: Sequence[Idea], said: Said) -> Idea:
    """The one of these that is meant: by its name, or the only one; raises `UserError`."""
    meant = _named(there, said.text)
    if len(meant) == 1:
        return meant[0]
    if not there:
        raise UserError(words("idea.none"))
    titles = list({name_key(idea.title): idea.title for idea in meant or there}.values())
    if meant and len(titles) == 1:
        raise UserError(
            say(
                words("idea.same_name", title=titles[0], count=len(meant)),
                row(*(show_button(idea, n) for n, idea in enumerate(meant[:_SAME], 1))),
            )
        )
    question = words("idea.unknown", name=said.text) if said.text else words("idea.which")
    again = [said.again(idea=title) for title in titles[:_NAMED]]
    raise UserError(say(question, bullets(again)))


def _named(there: Sequence[Idea], text: str) -> list[Idea]:
    """Those that are called like this, or else begin with it, or else hold it; all for nothing."""
    by_title: dict[str, list[Idea]] = {}
    for idea in there:
        by_title.setdefault(name_key(idea.title), []).append(idea)
    return [idea for found in titled(text, by_title) for idea in found]


def show_button(idea: Idea, number: int = 0) -> Button:
    """The button that shows an idea to whoever presses it, with a number among several."""
    text = words.text("button.show_numbered", number=number) if number else ""
    return Button(text or words.text("button.show"), "ideas.show", str(idea.id))


def named_button(key: str, idea: Idea, action: str) -> Button:
    """A button about one of several ideas, with its title."""
    return Button(label(words.text(key, title=idea.title), _LABEL), action, str(idea.id))


SeenIdea = Annotated[Idea, ThingArg("idea", seen)]
ProposedIdea = Annotated[Idea, ThingArg("my_idea", proposed)]
