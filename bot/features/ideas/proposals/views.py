"""What an idea looks like before it is posted, and what is said once it is. Pure."""

from collections.abc import Collection
from dataclasses import replace

from bot.features.ideas import words
from bot.features.ideas.cards.views import EDIT, SHOW
from bot.features.ideas.domain import Details, Idea
from bot.features.ideas.lookup import named_button
from bot.routing.posting import PostingChoices
from bot.ui.messages import Actions, Button, Message, Note, Part, fields, row, say
from bot.ui.words import listed


def facts(details: Details) -> list[Part | None]:
    """What is said of an idea beside its title."""
    topics = (words.text("fact.topics"), ", ".join(details.topics))
    return [details.why or None, fields([topics])]


def join(idea: Idea) -> Button:
    """Joins in with an idea that is there."""
    return replace(named_button("like.join", idea, "ideas.interested"), style="primary")


def posted(idea: Idea, there: PostingChoices, waits: Collection[int]) -> Message:
    """What its proposer is told of an idea that is on the board; in some channels it `waits`."""
    networks = there.named(idea.details.networks)
    restricted = networks and there.posted(idea.details.places)
    return say(
        words("posted.done", title=idea.title),
        *there.told(words, idea.details.places, waits),
        words("posted.for", networks=listed(networks)) if networks else None,
        Note(words("posted.restricted")) if restricted else Note(words("posted.what_next")),
        _after(idea),
    )


def changed(idea: Idea) -> Message:
    """What is told to whoever has changed what is said of an idea."""
    return say(words("edit.done", title=idea.title), _after(idea))


def _after(idea: Idea) -> Actions:
    id_, title = str(idea.id), idea.title
    return row(
        Button(words.text("button.show"), "ideas.show", id_, command=SHOW(idea=title)),
        Button(words.text("button.edit"), "ideas.edit", id_, command=EDIT(idea=title)),
    )
