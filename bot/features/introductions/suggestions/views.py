"""What suggested introductions look like to everyone who has to do with them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.community.people import Member
from bot.features.introductions import words
from bot.features.introductions.domain import Participant
from bot.features.introductions.rooms.views import facts, mentions, times, who
from bot.features.introductions.suggestions.domain import Suggestion
from bot.ui.commands import SlashCommand, named
from bot.ui.messages import (
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
    Strong,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

ACCEPT = named("kindred introduce accept", "partner")
DECLINE = named("kindred introduce decline", "partner")

_ADDRESS = re.compile(r"\S*(?:https?://|www\.)\S*")


# To who suggests ------------------------------------------------------------------------------


def suggested(one: str, other: str) -> Message:
    """The answer to suggesting two others: the same whatever comes of it."""
    return say(words("suggest.done", one=one, other=other))


def meeting(name: str, paused_until: datetime | None) -> Message:
    """The answer to asking to be introduced: the same whatever comes of it."""
    on_break = None
    if paused_until:
        on_break = words("suggest.on_break", until=Moment(paused_until, "date"))
    return say(words("meet.done", name=name), on_break)


def thanks(people: Sequence[Participant]) -> Message:
    """What who suggested them is told when both have said yes."""
    return say(words("suggested.thanks", names=listed(person.name for person in people)))


# To the two -----------------------------------------------------------------------------------


def question(
    suggestion: Suggestion,
    by: Member,
    partner: Participant,
    been_at: str = "",
    working_on: str = "",
) -> Message:
    """Whether one of the two would like to meet the other, as far as they may see them.

    Both have `been_at` an event, and are `working_on` a question, if anything is said there.
    """
    key = "suggested.question_me" if suggestion.for_themselves else "suggested.question"
    card: tuple[RichText, ...] = ((Strong(partner.name), Plain(_card(partner))),)
    return say(
        words(key, by=Mention(by.id, by.name), other=partner.name),
        Bullets(card),
        words("suggested.both_on", question=working_on) if working_on else None,
        words("suggested.both_at", event=been_at) if been_at else None,
        _why(suggestion, by),
        row(
            Button(
                words.text("button.accept"),
                "introductions.accept",
                str(suggestion.id),
                "primary",
                ACCEPT(partner=partner.name),
            ),
            Button(
                words.text("button.decline"),
                "introductions.decline",
                str(suggestion.id),
                command=DECLINE(partner=partner.name),
            ),
        ),
        Note(words("suggested.small_print", until=Moment(suggestion.lapses_at, "date"))),
    )


def answered(by: Member, partner: Member, *, yes: bool) -> Message:
    """What stands in the place of the question once it is answered."""
    said = words("suggested.said_yes" if yes else "suggested.said_no")
    if by.id == partner.id:
        return say((*words("suggested.about_me", by=by.name), Plain(" "), *said))
    about = words("suggested.about", by=by.name, other=partner.name)
    return say((*about, Plain(" "), *said))


def accepted(suggestion: Suggestion, partner: str, paused_until: datetime | None) -> Message:
    """The answer to a yes, which does not tell what the other one said."""
    on_break = None
    if paused_until:
        on_break = words("suggest.on_break", until=Moment(paused_until, "date"))
    key = "accept.done_me" if suggestion.for_themselves else "accept.done"
    return say(words(key, name=partner), on_break)


def declined() -> Message:
    """The answer to a no."""
    return say(words("decline.done"))


def lapsed(partner: str) -> Message:
    """The answer to an answer that comes too late."""
    return say(words("suggested.lapsed", name=partner))


def which(command: SlashCommand, partners: Sequence[str]) -> Message:
    """The commands that answer each question that waits."""
    commands = (command.filled(partner=name) for name in partners)
    return say(words("suggested.which"), bullets(commands))


# In their room --------------------------------------------------------------------------------


def first_message(
    suggestion: Suggestion, by: Member, people: Sequence[Participant], number: int, now: datetime
) -> Message:
    """The first message in the room: who they are, who brought them together, how to begin."""
    names = listed(person.first_name for person in people)
    if suggestion.after:
        hello = words("suggested.hello_again", names=mentions(people), event=suggestion.after)
        privacy = words("suggested.privacy_again")
    elif suggestion.for_themselves:
        other = next(person for person in people if person.id != by.id)
        hello = words(
            "suggested.hello_me", names=mentions(people), by=by.name, other=other.first_name
        )
        privacy = words("suggested.privacy_me")
    else:
        hello = words("suggested.hello", names=mentions(people), by=by.name)
        privacy = words("suggested.privacy", by=by.name)
    return say(
        hello,
        Bullets(tuple(who(person) for person in people)),
        _why(suggestion, by),
        Heading(words.text("room.question")),
        words(f"question.{number + 1}"),
        *times(people, now),
        Note(privacy),
        fallback=words.text("room.fallback", names=names),
    )


def somebody_left() -> Message:
    """What stands in the place of that message once one who was named in it was erased."""
    return say(words("suggested.somebody_left"))


# Parts ----------------------------------------------------------------------------------------


def _why(suggestion: Suggestion, by: Member) -> Part | None:
    return words("suggested.why", by=by.name, why=suggestion.why) if suggestion.why else None


def _card(person: Participant) -> str:
    """What somebody does, without an address that leads anywhere."""
    headline = " ".join(_ADDRESS.sub("", person.headline).split())
    return facts(replace(person, headline=headline))
