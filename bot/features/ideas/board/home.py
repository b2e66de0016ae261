"""Ideas on everybody's home, and what facilitators have to look after."""

from collections.abc import Sequence

from bot.community.opportunities import near
from bot.features.ideas import feature, words
from bot.features.ideas.board import views
from bot.features.ideas.board.handlers import interesting
from bot.features.ideas.cards.views import line
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.lookup import named_button, proposes_itself, visible
from bot.features.ideas.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Part, RichText, bullets, row

_SHOWN = 5
_NOBODYS = 3


@feature.home
async def some_ideas(call: Call, work: Work) -> Sequence[Part | None]:
    """What I proposed, what I am interested in, and what is open in my networks: five at most."""
    there = await visible(call, work, [IdeaState.OPEN])
    mine = [idea for idea in there if proposes_itself(call, idea)]
    liked = [each for each in await interesting(call, work) if each.state is IdeaState.OPEN]
    lines: dict[int, RichText] = {}
    for key, some in (
        ("mine", mine),
        ("interested", liked),
        ("open", await _near(call, work, there)),
    ):
        for idea in some:
            lines.setdefault(idea.id, words(f"home.{key}", idea=line(idea)))
    if not lines:
        return [words("home.none"), row(views.new_button())]
    return [
        Heading(words.text("home.title")),
        bullets(list(lines.values())[:_SHOWN]),
        row(*views.list_buttons()),
    ]


async def _near(call: Call, work: Work, there: Sequence[Idea]) -> list[Idea]:
    """Those that are not of other networks alone, which stand further down."""
    ids = await near(work.ideas.audience, call.me.id, [idea.id for idea in there])
    return [idea for idea in there if idea.id in ids]


@feature.to_do
async def in_nobodys_hands(call: Call, work: Work) -> Sequence[Part | None]:
    """Open ideas of which all proposers have gone, and that somebody cares for."""
    found = await work.ideas.proposals.in_nobodys_hands(call.community.id)
    cared_for = [idea for idea in found if idea.interested and idea.state is IdeaState.OPEN]
    if not cared_for:
        return []
    buttons = [named_button("button.show_title", each, "ideas.show") for each in cared_for]
    return [words("home.nobodys", count=len(cared_for)), row(*buttons[:_NOBODYS])]
