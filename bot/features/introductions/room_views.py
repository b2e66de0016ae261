"""What the people who are introduced see, and those who are not this time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.capabilities import short
from bot.features.introductions.domain import Person
from bot.features.introductions.matching.meeting import Why
from bot.features.introductions.matching.plan import Reason
from bot.features.introductions.outcomes import Introduction, Outcome
from bot.features.introductions.reason_words import reasons_to
from bot.features.introductions.rounds import times_that_suit
from bot.features.introductions.routes import words
from bot.ui import (
    Actions,
    Bullets,
    Button,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    bullets,
    row,
    say,
)
from bot.words import listed

QUESTIONS = 25
"""How many questions to start with there are in `messages`, `question.1` being the first."""

_TIMES = 3
_TITLE = 75
_LINE = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """All that the first message in a room is made of."""

    programme: str
    people: Sequence[Person]
    reasons: Sequence[Reason]
    question: int
    now: datetime


def title(people: Sequence[Person]) -> str:
    """What a room is called."""
    return short(listed(person.first_name for person in people), _TITLE)


def opening(about: Opening) -> Message:
    """The first message in a room: who they are, why these people, what to begin with."""
    people = about.people
    by_id = {person.id: person for person in people}
    names = listed(person.first_name for person in people)
    return say(
        words("room.hello", names=_mentions(people), programme=about.programme),
        Bullets(tuple(_who(person) for person in people)),
        Heading(words.text("room.why")),
        reasons_to(about.reasons, by_id),
        Heading(words.text("room.question")),
        words(f"question.{about.question + 1}"),
        *_times(about),
        Note(words("room.privacy")),
        fallback=words.text("room.fallback", names=names),
    )


def left_out(programme: str, why: Why | None) -> Message:
    """What somebody is told who is not in a round; `why` is `None` for one who was held."""
    if why is None:
        return say(words("not_in.held", programme=programme), words("not_in.next"))
    key = {Why.LANGUAGE: "language", Why.HOURS: "hours", Why.MET: "met", Why.ALONE: "alone"}
    return say(
        words("not_in.sorry", programme=programme),
        words(f"not_in.{key.get(why, 'odd')}"),
        words("not_in.next"),
    )


# Afterwards -----------------------------------------------------------------------------------


def halfway(introduction: Introduction) -> Message:
    """The question in the room, half-way."""
    return say(
        words("halfway.question", names=listed(map(_first, introduction.names))),
        _answers(introduction),
        Note(words("answer.small_print")),
    )


def last_call(introduction: Introduction, member: int) -> Message:
    """The question to one of them before the round ends."""
    others = [name for id_, name in introduction.members if id_ != member]
    return say(
        words("last_call.question", names=listed(others), programme=introduction.programme),
        _answers(introduction),
        Note(words("answer.small_print")),
    )


def thanks(introduction: Introduction, member: int, outcome: Outcome) -> Message:
    """The answer to an answer; for a yes, an invitation to tell of it."""
    others = listed(_first(name) for id_, name in introduction.members if id_ != member)
    invite: list[Part | None] = []
    if outcome is Outcome.MET:
        button = Button(
            words.text("button.story"),
            "introductions.story",
            str(introduction.id),
            "primary",
            "/kindred introduce story",
        )
        invite = [words("thanks.story"), row(button)]
    told = words(f"thanks.{outcome}", names=others) if others else words("thanks.alone")
    return say(told, *invite, Note(words("answer.small_print")))


def told(introduction: Introduction, *, share: bool) -> Message:
    """The answer to a story."""
    if share:
        return say(words("told.shared"))
    button = Button(
        words.text("button.share"),
        "introductions.story",
        str(introduction.id),
        command="/kindred introduce story",
    )
    return say(words("told.kept"), row(button))


def somebody_left(programme: str) -> Message:
    """What stands in the place of an introduction one of whose people was erased."""
    return say(words("room.somebody_left", programme=programme))


# Parts ----------------------------------------------------------------------------------------


def _who(person: Person) -> RichText:
    about = [Plain(f" ({person.pronouns})")] if person.pronouns else []
    networks = listed(name for _, name in person.networks)
    facts = [fact for fact in (person.headline, networks, person.place) if fact]
    line = f": {short(' · '.join(facts), _LINE)}" if facts else ""
    return (Mention(person.id, person.name), *about, Plain(line))


def _mentions(people: Sequence[Person]) -> RichText:
    # Names are listed with the locale's own words between them, so each becomes a mark first.
    marks = [f"\x00{number}\x00" for number in range(len(people))]
    pieces = listed(marks).split("\x00")
    return tuple(
        Mention(people[int(piece)].id, people[int(piece)].name) if at % 2 else Plain(piece)
        for at, piece in enumerate(pieces)
        if piece
    )


def _times(about: Opening) -> list[Part | None]:
    silent = [person.first_name for person in about.people if not person.availability]
    hint = words("room.no_times", names=listed(silent), count=len(silent)) if silent else None
    moments = times_that_suit(about.people, about.now + timedelta(days=1), _TIMES)
    if not moments:
        return [hint]
    key = "room.times" if not silent else "room.times_of_some"
    return [words(key), bullets(Moment(at) for at in moments), hint]


def _answers(introduction: Introduction) -> Actions:
    return row(
        *(
            Button(
                words.text(f"button.{outcome}"),
                "introductions.answer",
                f"{introduction.id}:{outcome}",
                "primary" if outcome is Outcome.MET else "plain",
                f"/kindred introduce {outcome}",
            )
            for outcome in Outcome
        )
    )


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name
