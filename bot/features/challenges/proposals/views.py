"""What a challenge looks like before it is posted, and what is said once it is. Pure."""

from collections.abc import Collection
from dataclasses import replace

from bot.features.challenges import words
from bot.features.challenges.cards.views import EDIT, SHOW
from bot.features.challenges.domain import Challenge, ChallengeState, Details
from bot.features.challenges.lookup import named_button
from bot.routing.posting import PostingChoices
from bot.ui.messages import Actions, Button, Message, Note, Part, row, say
from bot.ui.words import listed


def facts(details: Details) -> list[Part | None]:
    """What is said of a challenge beside its question."""
    return [
        words(f"card.{part}", text=text) if text else None
        for part, text in (
            ("why", details.why),
            ("different", details.different),
            ("welcome", details.welcome),
        )
    ]


def join(challenge: Challenge) -> Button:
    """Joins one that is there, or shows one that is closed, with what came of it."""
    if challenge.state is ChallengeState.CLOSED:
        return named_button("button.show_title", challenge, "challenges.show")
    return replace(named_button("like.join", challenge, "challenges.join"), style="primary")


def posted(
    challenge: Challenge, there: PostingChoices, waits: Collection[int], told: int
) -> Message:
    """What its proposer is told of a challenge that is there; in some channels it `waits`.

    So many were `told` who were interested in what it is made of.
    """
    networks = there.named(challenge.details.networks)
    hangs = there.posted(challenge.details.places)
    gathers = challenge.state is ChallengeState.PROPOSED
    return say(
        words("posted.proposed" if gathers else "posted.done", question=challenge.question),
        *there.told(words, challenge.details.places, waits),
        words("posted.for", networks=listed(networks)) if networks else None,
        Note(words("posted.restricted")) if networks and hangs else None,
        words("posted.told", count=told) if told else None,
        Note(words("posted.what_next")),
        _after(challenge),
    )


def changed(challenge: Challenge) -> Message:
    """What is told to whoever has changed what is said of a challenge."""
    return say(words("edit.done", question=challenge.question), _after(challenge))


def _after(challenge: Challenge) -> Actions:
    id_, question = str(challenge.id), challenge.question
    show, edit = SHOW(challenge=question), EDIT(challenge=question)
    return row(
        Button(words.text("button.show"), "challenges.show", id_, command=show),
        Button(words.text("button.edit"), "challenges.edit", id_, command=edit),
    )
