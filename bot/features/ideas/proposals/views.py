"""What an idea looks like before it is posted, and what is said once it is. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.features.ideas import words
from bot.features.ideas.cards.views import EDIT, SHOW, line
from bot.features.ideas.domain import MOST_A_DAY, Details, Idea
from bot.features.ideas.lookup import named_button
from bot.routing.posting import PostingChoices
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Note,
    RichText,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.words import listed

_LIKE = 3  # ideas that are shown beside a new one


def preview(name: str, details: Details, channels: str) -> Message:
    """An idea of which only the title is said, before it is posted."""
    return say(
        words("preview.what"),
        Heading(details.title),
        details.why or None,
        fields([(words.text("fact.topics"), ", ".join(details.topics))]),
        _where(channels),
        _buttons(name, "button.post"),
        fallback=words.text("preview.fallback", title=details.title),
    )


def sounds_like(name: str, details: Details, like: Sequence[Idea], channels: str) -> Message:
    """Ideas that are like a new one, which is not posted yet: join in, or post it all the same."""
    shown = like[:_LIKE]
    return say(
        words("like.what", title=details.title, count=len(shown)),
        bullets(line(idea) for idea in shown),
        row(*(_join(idea) for idea in shown)),
        words("like.else"),
        _where(channels),
        _buttons(name, "button.post_anyway"),
        fallback=words.text("like.fallback", title=details.title),
    )


def faulty(name: str, errors: Mapping[str, str]) -> Message:
    """What keeps an idea from being posted like this."""
    return say(words("post.faulty"), bullets(errors.values()), _buttons(name, "button.post"))


def posted(idea: Idea, there: PostingChoices, waits: Collection[int]) -> Message:
    """What its proposer is told of an idea that is on the board; in some channels it `waits`."""
    networks = there.named(idea.details.networks)
    channels = there.called(there.posted({*idea.details.places} - {*waits}))
    restricted = networks and (channels or waits)
    return say(
        words("posted.done", title=idea.title),
        words("posted.in", channels=channels) if channels else None,
        there.waits_note(waits),
        None if channels or waits else words("posted.nowhere"),
        words("posted.for", networks=listed(networks)) if networks else None,
        Note(words("posted.restricted")) if restricted else Note(words("posted.what_next")),
        _after(idea),
    )


def changed(idea: Idea) -> Message:
    """What is told to whoever has changed what is said of an idea."""
    return say(words("edit.done", title=idea.title), _after(idea))


def dropped() -> Message:
    """What stands in the place of an idea that nobody wants to post."""
    return say(words("not_now.done"))


def tomorrow(name: str) -> Message:
    """That somebody has posted as many as they may in a day; this one is kept."""
    return say(words("post.too_many", count=MOST_A_DAY), _buttons(name, "button.post"))


def _where(channels: str) -> RichText:
    return words("preview.posted_in", channels=channels) if channels else words("preview.nowhere")


def _join(idea: Idea) -> Button:
    return replace(named_button("like.join", idea, "ideas.interested"), style="primary")


def _buttons(name: str, post: str) -> Actions:
    style: Literal["primary", "plain"] = "primary" if post == "button.post" else "plain"
    return row(
        Button(words.text(post), "ideas.post", name, style),
        Button(words.text("button.change_plan"), "ideas.change_plan", name),
        Button(words.text("button.not_now"), "ideas.not_now", name),
    )


def _after(idea: Idea) -> Actions:
    id_, title = str(idea.id), idea.title
    return row(
        Button(words.text("button.show"), "ideas.show", id_, command=SHOW(idea=title)),
        Button(words.text("button.edit"), "ideas.edit", id_, command=EDIT(idea=title)),
    )
