"""What the people who are introduced see, and those who are not this time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_datetime

from bot.community.zone_names import city
from bot.community.zones import zone
from bot.features.introductions import words
from bot.features.introductions.domain import Participant
from bot.features.introductions.follow_up.domain import Introduction, Outcome
from bot.features.introductions.rooms.meetings import Meeting
from bot.features.introductions.rounds.domain import times_that_suit
from bot.features.introductions.rounds.reasons import reasons_to
from bot.matching.plan import Reason, Why
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.languages import DEFAULT_LOCALE, culture, current_locale, in_language
from bot.ui.messages import (
    Actions,
    Bullets,
    Button,
    Heading,
    LinkButton,
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
from bot.ui.words import listed, listed_spans

STORY = named("kindred introduce story")
ANSWERS = {outcome: named(f"kindred introduce {outcome}") for outcome in Outcome}

QUESTIONS = 25
"""How many questions to start with there are in `messages`, `question.1` being the first."""

_TIMES = 3
_TITLE = 75
_LINE = 300


@dataclass(frozen=True, slots=True)
class FirstMessage:
    """All that the first message in a room is made of."""

    programme: str
    people: Sequence[Participant]
    reasons: Sequence[Reason]
    question: int
    now: datetime


def title(people: Sequence[Participant]) -> str:
    """What a room is called, by all who are in it."""
    with in_language(DEFAULT_LOCALE):
        return short(listed(person.first_name for person in people), _TITLE)


def first_message(about: FirstMessage) -> Message:
    """The first message in a room: who they are, why these people, what to begin with."""
    people = about.people
    by_id = {person.id: person for person in people}
    names = listed(person.first_name for person in people)
    return say(
        words("room.hello", names=mentions(people), programme=about.programme),
        Bullets(tuple(who(person) for person in people)),
        Heading(words.text("room.why")),
        reasons_to(about.reasons, by_id),
        Heading(words.text("room.question")),
        words(f"question.{about.question + 1}"),
        *times(people, about.now),
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
        words("not_in.next" if why is not Why.MET else "not_in.later"),
    )


# In another chat ------------------------------------------------------------------------------


def apart(
    meeting: Meeting,
    others: Sequence[Participant],
    why: str,
    question: int,
    times: Sequence[Part | None],
) -> Message:
    """What somebody reads first who talks with the others through Kindred."""
    names = listed(person.first_name for person in others)
    return say(
        _hello_elsewhere(meeting, mentions(others)),
        Bullets(tuple(who(person) for person in others)),
        *((Heading(words.text("room.why")), why) if why else ()),
        words("apart.where", names=names),
        Heading(words.text("room.question")),
        words(f"question.{question + 1}"),
        *times,
        fallback=words.text("elsewhere.fallback", names=names),
    )


def _hello_elsewhere(meeting: Meeting, names: RichText) -> RichText:
    if meeting.after:
        return words("elsewhere.again", names=names, event=meeting.after)
    if meeting.programme:
        return words("elsewhere.hello", names=names, programme=meeting.programme)
    return words("elsewhere.suggested", names=names)


def way_in(names: str, address: str) -> Message:
    """A link into the web chat, for one person and once."""
    return say(
        words("enter.link", names=names),
        row(LinkButton(words.text("button.web"), address)),
        Note(words("enter.small_print")),
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
            STORY(),
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
        command=STORY(),
    )
    return say(words("told.kept"), row(button))


def partner_gone(programme: str, name: str, *, alone: bool) -> Message:
    """What those are told who were introduced to somebody who is in no chat any more."""
    key = "partner_gone.alone" if alone else "partner_gone.others"
    return say(words(key, name=name, programme=programme))


def somebody_left(programme: str) -> Message:
    """What stands in the place of an introduction one of whose people was erased."""
    return say(words("room.somebody_left", programme=programme))


# Parts ----------------------------------------------------------------------------------------


def who(person: Participant) -> RichText:
    """Somebody in a line, to those they are introduced to."""
    return (Mention(person.id, person.name), Plain(facts(person)))


def facts(person: Participant) -> str:
    """What follows the name in such a line: pronouns, what they do, their networks, their town."""
    pronouns = f" ({person.pronouns})" if person.pronouns else ""
    networks = listed(name for _, name in person.networks)
    known = [fact for fact in (person.headline, networks, person.town) if fact]
    return pronouns + (f": {short(' · '.join(known), _LINE)}" if known else "")


def mentions(people: Sequence[Participant]) -> RichText:
    """People as they are listed: "Ada, Bo and Cy"."""
    return listed_spans([Mention(person.id, person.name) for person in people])


def times(people: Sequence[Participant], now: datetime) -> list[Part | None]:
    """When they can usually meet, as far as they have said so."""
    silent = [person.first_name for person in people if not person.availability]
    nowhere = [p.first_name for p in people if p.availability and not p.zone]
    hints: list[Part | None] = [
        words(key, names=listed(names), count=len(names))
        for key, names in (("room.no_times", silent), ("room.no_zone", nowhere))
        if names
    ]
    moments = times_that_suit(people, now + timedelta(days=1), _TIMES)
    if not moments:
        return hints
    key = "room.times_of_some" if hints else "room.times"
    return [words(key), bullets(_time(at, people) for at in moments), *hints]


def _time(at: datetime, people: Sequence[Participant]) -> RichText:
    """A time as each reads it in their own zone, and by the clocks of all where these differ."""
    clocks: dict[str, str] = {}
    for zone_name in sorted({person.zone for person in people if person.zone}):
        local = at.astimezone(zone(zone_name))
        told = format_datetime(local, "EEE HH:mm", locale=culture(current_locale()))
        clocks.setdefault(told, city(zone_name))
    if len(clocks) < 2:
        return (Moment(at),)
    there = " · ".join(f"{told} {name}" for told, name in clocks.items())
    return (Moment(at), Plain(f" ({there})"))


def _answers(introduction: Introduction) -> Actions:
    return row(
        *(
            Button(
                words.text(f"button.{outcome}"),
                "introductions.answer",
                f"{introduction.id}:{outcome}",
                "primary" if outcome is Outcome.MET else "plain",
                ANSWERS[outcome](),
            )
            for outcome in Outcome
        )
    )


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name
