"""What programmes look like to facilitators, and the invitation to them. Pure."""

from collections.abc import Sequence

from bot.community.facts import Fact
from bot.community.origins import carried
from bot.features.introductions import words
from bot.features.introductions.domain import Numbers, Programme
from bot.features.introductions.membership.views import join_button, next_round, rhythm, when
from bot.ui.commands import named
from bot.ui.messages import Button, Heading, Message, Note, Part, fields, row, say

STOP = named("facilitate programme stop", "programme")
PREVIEW = named("facilitate round preview", "programme")
CHANGE = named("facilitate programme change", "programme")

_SHOWN = 10  # programmes in a list


FEW = 3
"""From so many on it is said how many take part: of fewer, it might tell who does."""


def invitation(programme: Programme, members: int) -> Message:
    """What everybody is told of a programme, and how many members it has."""
    terms = programme.terms
    what = "invitation.pair" if terms.group_size == 2 else "invitation.group"
    way = "invitation.asked" if terms.asks else "invitation.standing"
    return say(
        Heading(terms.name),
        words(what, count=terms.group_size),
        words("invitation.when", rhythm=rhythm(terms)),
        words(way),
        words("invitation.members", count=members) if members >= FEW else None,
        row(join_button(programme, "primary")),
        Note(words("invitation.small_print")),
        fallback=words.text("invitation.fallback", name=terms.name),
    )


def ended(programme: Programme) -> Message:
    """What stands in the place of an invitation once a programme has stopped."""
    return say(Heading(programme.name), words("invitation.ended"))


def created(programme: Programme, channels: int) -> Message:
    """What a facilitator is told of a programme she made."""
    told = words("created.invited", count=channels) if channels else words("created.not_invited")
    asks = programme.terms.asks
    return say(
        words("created.done", name=programme.name, rhythm=rhythm(programme.terms)),
        told,
        words("created.asks") if asks else None,
        words("created.next", when=when(programme)),
        row(preview_button(programme)),
    )


def changed(programme: Programme) -> Message:
    """What a facilitator is told of a programme she changed."""
    return say(
        words("changed.done", name=programme.name, rhythm=rhythm(programme.terms)),
        next_round(programme),
    )


def listed(programmes: Sequence[Programme], numbers: dict[int, Numbers]) -> Message:
    """The running programmes with their next dates and numbers."""
    if not programmes:
        return say(words("programme.none"))
    parts: list[Part | None] = []
    for programme in programmes[:_SHOWN]:
        count = numbers.get(programme.id, Numbers())
        parts += [
            Heading(programme.name),
            fields(
                [
                    (words.text("list.rhythm"), rhythm(programme.terms)),
                    (words.text("list.next"), next_round(programme)),
                    (words.text("list.members"), _members(count)),
                    (words.text("list.rounds"), str(programme.number - 1)),
                    (words.text("list.groups"), words.text("size", count=size_of(programme))),
                ]
            ),
            row(preview_button(programme), change_button(programme), *_for_its_people(programme)),
        ]
    if len(programmes) > _SHOWN:
        parts.append(Note(words("list.more", count=len(programmes) - _SHOWN)))
    return say(*parts, fallback=words.text("list.fallback", count=len(programmes)))


def size_of(programme: Programme) -> int:
    """How many people are in one introduction."""
    return programme.terms.group_size


def sure_to_stop(programme: Programme, numbers: Numbers) -> Message:
    """The question before a programme is stopped."""
    return say(
        words("stop.sure", name=programme.name, count=numbers.members),
        row(
            Button(
                words.text("stop.button"),
                "introductions.stop",
                str(programme.id),
                "danger",
                STOP(programme=programme.name),
            )
        ),
    )


def stopped(programme: Programme) -> Message:
    """The answer to stopping a programme."""
    return say(words("stop.done", name=programme.name))


# Parts ------------------------------------------------------------------------------------------


def preview_button(programme: Programme) -> Button:
    """The button that shows the next round as it stands."""
    return Button(
        words.text("button.preview"),
        "introductions.preview",
        str(programme.id),
        command=PREVIEW(programme=programme.name),
    )


def change_button(programme: Programme) -> Button:
    """The button that opens the programme's form."""
    return Button(
        words.text("button.change"),
        "introductions.change",
        str(programme.id),
        command=CHANGE(programme=programme.name),
    )


def _for_its_people(programme: Programme) -> tuple[Button, Button]:
    """The buttons that fill in a poll, or an event, for everybody who takes part."""
    what = carried(Fact.of("introductions.programme", programme.id))
    return (
        Button(words.text("button.poll"), "polls.from", what),
        Button(words.text("button.event"), "events.from", what),
    )


def _members(count: Numbers) -> str:
    if not count.pausing:
        return words.text("list.count", count=count.members)
    return words.text("list.count_pausing", count=count.members, pausing=count.pausing)
