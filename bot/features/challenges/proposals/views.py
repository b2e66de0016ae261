"""What a challenge looks like before it is posted, and what is said once it is. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.features.challenges import words
from bot.features.challenges.cards.views import EDIT, SHOW, line
from bot.features.challenges.domain import MOST_A_DAY, Challenge, ChallengeState, Details
from bot.features.challenges.lookup import named_button
from bot.routing.posting import PostingChoices
from bot.ui.messages import Actions, Button, Heading, Message, Note, RichText, bullets, row, say
from bot.ui.words import listed

_LIKE = 3  # challenges that are shown beside a new one


def preview(name: str, details: Details, channels: str) -> Message:
    """A challenge of which only the question is said, before it is posted."""
    return say(
        words("preview.what"),
        Heading(details.question),
        *_said(details),
        _where(channels),
        _buttons(name, "button.post"),
        fallback=words.text("preview.fallback", question=details.question),
    )


def sounds_like(
    name: str, details: Details, like: Sequence[Challenge], channels: str, *, made_of: str = ""
) -> Message:
    """Challenges like a new one, which is not posted yet: join in, or post it all the same.

    `made_of` is what the first of them was made of, if it is what the new one is made of.
    """
    shown = like[:_LIKE]
    what = words("like.what", question=details.question, count=len(shown))
    return say(
        words("like.made", what=made_of) if made_of else what,
        bullets(line(each) for each in shown),
        row(*(_join(each) for each in shown)),
        words("like.else"),
        _where(channels),
        _buttons(name, "button.post_anyway"),
        fallback=words.text("like.fallback", question=details.question),
    )


def faulty(name: str, errors: Mapping[str, str]) -> Message:
    """What keeps a challenge from being posted like this."""
    return say(words("post.faulty"), bullets(errors.values()), _buttons(name, "button.post"))


def posted(
    challenge: Challenge, there: PostingChoices, waits: Collection[int], told: int
) -> Message:
    """What its proposer is told of a challenge that is there; in some channels it `waits`.

    So many were `told` who were interested in what it is made of.
    """
    networks = there.named(challenge.details.networks)
    channels = there.called(there.posted({*challenge.details.places} - {*waits}))
    gathers = challenge.state is ChallengeState.PROPOSED
    return say(
        words("posted.proposed" if gathers else "posted.done", question=challenge.question),
        words("posted.in", channels=channels) if channels else None,
        there.waits_note(waits),
        None if channels or waits else words("posted.nowhere"),
        words("posted.for", networks=listed(networks)) if networks else None,
        Note(words("posted.restricted")) if networks and (channels or waits) else None,
        words("posted.told", count=told) if told else None,
        Note(words("posted.what_next")),
        _after(challenge),
    )


def changed(challenge: Challenge) -> Message:
    """What is told to whoever has changed what is said of a challenge."""
    return say(words("edit.done", question=challenge.question), _after(challenge))


def dropped() -> Message:
    """What stands in the place of a challenge that nobody wants to post."""
    return say(words("not_now.done"))


def tomorrow(name: str) -> Message:
    """That somebody has posted as many as they may in a day; this one is kept."""
    return say(words("post.too_many", count=MOST_A_DAY), _buttons(name, "button.post"))


def _said(details: Details) -> list[RichText | None]:
    return [
        words(f"card.{part}", text=text) if text else None
        for part, text in (
            ("why", details.why),
            ("different", details.different),
            ("welcome", details.welcome),
        )
    ]


def _where(channels: str) -> RichText:
    return words("preview.posted_in", channels=channels) if channels else words("preview.nowhere")


def _join(challenge: Challenge) -> Button:
    """Joins one that is there, or shows one that is closed, with what came of it."""
    if challenge.state is ChallengeState.CLOSED:
        return named_button("button.show_title", challenge, "challenges.show")
    return replace(named_button("like.join", challenge, "challenges.join"), style="primary")


def _buttons(name: str, post: str) -> Actions:
    style: Literal["primary", "plain"] = "primary" if post == "button.post" else "plain"
    return row(
        Button(words.text(post), "challenges.post", name, style),
        Button(words.text("button.change_plan"), "challenges.change_plan", name),
        Button(words.text("button.not_now"), "challenges.not_now", name),
    )


def _after(challenge: Challenge) -> Actions:
    id_, question = str(challenge.id), challenge.question
    show, edit = SHOW(challenge=question), EDIT(challenge=question)
    return row(
        Button(words.text("button.show"), "challenges.show", id_, command=show),
        Button(words.text("button.edit"), "challenges.edit", id_, command=edit),
    )
