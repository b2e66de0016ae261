"""What a card says of a challenge, and a challenge in a line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.dates.echo import in_words
from bot.community.gatherings import Gathering
from bot.features.challenges import words
from bot.features.challenges.commitments.views import commit_button, list_button
from bot.features.challenges.domain import Challenge, ChallengeState, Outcome
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    RichText,
    fields,
    row,
    say,
)
from bot.ui.words import listed

JOIN = named("challenge join", "challenge")
WHO = named("challenge who", "challenge")
SHOW = named("challenge show", "challenge")
CARDS = named("challenge cards", "challenge")
EDIT = named("challenge edit", "challenge")

_TEXT = 400  # characters of what is said of it, on a card


@dataclass(frozen=True, slots=True)
class Known:
    """A challenge with what everybody may know of it who may see it.

    One that looks for people `takes` so many. `gathering` is when they meet next, `commitments` and
    `check_ins` are lines about the next that people have set themselves, and when they look back,
    `threads` about what is said below its cards being carried.
    """

    challenge: Challenge
    hosts: Sequence[str]
    networks: Sequence[str] = ()
    takes: int = 0
    gathering: Gathering | None = None
    commitments: Sequence[Part | None] = ()
    check_ins: Sequence[Part | None] = ()
    threads: Sequence[Part | None] = ()


def card(known: Known) -> Message:
    """A challenge as everybody sees it: no name of anybody who is in it."""
    challenge = known.challenge
    if challenge.state is ChallengeState.WITHDRAWN:
        return say(Heading(challenge.question), words("card.withdrawn"))
    return say(
        Heading(challenge.question),
        *outline(known, _TEXT),
        words("card.people", count=challenge.people) if challenge.people else None,
        *buttons(challenge, known.gathering),
        *(known.threads or _talk(challenge)),
        fallback=words.text("card.fallback", question=challenge.question),
        thread=challenge.question,
    )


def _talk(challenge: Challenge) -> list[Part | None]:
    """Where people talk about it."""
    return [] if challenge.state is ChallengeState.CLOSED else [Note(words("card.talk"))]


def outline(known: Known, at_most: int) -> list[Part | None]:
    """What there is to know of a challenge, in texts of so many characters at most."""
    challenge, details = known.challenge, known.challenge.details
    return [
        state(known),
        *outcome(challenge.outcome, at_most),
        _said("where_we_are", challenge.where_we_are, at_most),
        _said("why", details.why, at_most),
        _said("different", details.different, at_most),
        _said("welcome", _welcome(known), at_most),
        _gathering(known.gathering),
        *known.commitments,
        *known.check_ins,
        fields(
            [
                (words.text("fact.hosts"), listed(known.hosts) if known.hosts else ""),
                (words.text("fact.until"), in_words(details.until) if details.until else ""),
            ]
        ),
    ]


def state(known: Known) -> RichText | None:
    """What has become of a challenge, if it is not simply open."""
    challenge = known.challenge
    if challenge.state is ChallengeState.PROPOSED:
        return words("card.proposed", there=challenge.people, takes=known.takes)
    return words("card.closed") if challenge.state is ChallengeState.CLOSED else None


def outcome(told: Outcome, at_most: int) -> list[Part | None]:
    """What a group leaves for others."""
    return [
        _said("learned", told.learned, at_most),
        _said("changed", told.changed, at_most),
        _said("next", told.next, at_most),
    ]


def _said(part: str, text: str, at_most: int) -> RichText | None:
    return words(f"card.{part}", text=short(text, at_most)) if text else None


def _gathering(next_: Gathering | None) -> RichText | None:
    if next_ is None:
        return None
    return words("card.gathering", title=next_.title, when=Moment(next_.at))


def _welcome(known: Known) -> str:
    """Who may join, in words and by network."""
    if not known.networks:
        return known.challenge.details.welcome
    only = words.text("who.networks", networks=listed(known.networks))
    return " · ".join(filter(None, (known.challenge.details.welcome, only)))


def hangs(challenge: Challenge, channels: str) -> Message:
    """Where its card hangs, and how it would elsewhere."""
    id_, command = str(challenge.id), EDIT(challenge=challenge.question)
    edit = Button(words.text("button.edit"), "challenges.edit", id_, command=command)
    where = words("cards.in", question=challenge.question, channels=channels)
    nowhere = words("cards.nowhere", question=challenge.question)
    return say(where if channels else nowhere, Note(words("cards.elsewhere")), row(edit))


def cards_button(challenge: Challenge) -> Button:
    """The button that tells where its card hangs."""
    label, command = words.text("button.cards"), CARDS(challenge=challenge.question)
    return Button(label, "challenges.cards", str(challenge.id), command=command)


def gone(challenge: Challenge) -> Message:
    """What the hosts are told when a card of it was taken away, or the channel with it."""
    id_, question = str(challenge.id), challenge.question
    edit = Button(
        words.text("button.edit"), "challenges.edit", id_, command=EDIT(challenge=question)
    )
    show = Button(
        words.text("button.show"), "challenges.show", id_, command=SHOW(challenge=question)
    )
    return say(words("card.gone", question=question), Note(words("card.again")), row(show, edit))


def line(challenge: Challenge) -> RichText:
    """A challenge in a line: its question, and how many are in it."""
    told = words.text("line.people", count=challenge.people) if challenge.people else ""
    is_open = challenge.state is ChallengeState.OPEN
    rest = [told, "" if is_open else words.text(f"line.{challenge.state}")]
    return words(
        "line.challenge",
        question=challenge.question,
        rest="".join(f" · {each}" for each in rest if each),
    )


# Buttons --------------------------------------------------------------------------------------


def buttons(
    challenge: Challenge, gathering: Gathering | None = None, *, whole: bool = False
) -> list[Actions]:
    """What anybody can do with a challenge; the `whole` of it need not be shown again."""
    id_, question = str(challenge.id), challenge.question
    who = who_button(challenge)
    more = Button(
        words.text("button.more"), "challenges.show", id_, command=SHOW(challenge=question)
    )
    rest = [who] if whole else [who, more]
    if gathering is not None:
        rest.append(gathering.look)
    if challenge.state is ChallengeState.CLOSED:
        return [row(*rest)]
    return [
        row(join_button(challenge), unnamed_button(challenge), *rest),
        row(commit_button(challenge), list_button(challenge)),
    ]


def who_button(challenge: Challenge) -> Button:
    """The button that tells who is in it."""
    label, command = words.text("button.who"), WHO(challenge=challenge.question)
    return Button(label, "challenges.who", str(challenge.id), command=command)


def join_button(challenge: Challenge) -> Button:
    """The button by which somebody joins."""
    label, command = words.text("button.join"), JOIN(challenge=challenge.question)
    return Button(label, "challenges.join", str(challenge.id), "primary", command)


def unnamed_button(challenge: Challenge) -> Button:
    """The button by which somebody joins whose name is told to the hosts alone."""
    return Button(words.text("button.unnamed"), "challenges.unnamed", str(challenge.id))
