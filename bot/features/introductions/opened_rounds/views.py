"""Who was introduced to whom in a round, for facilitators. Pure."""

from collections.abc import Sequence

from bot.features.introductions import words
from bot.features.introductions.domain import Programme
from bot.features.introductions.follow_up.domain import Introduction
from bot.features.introductions.ports import Round
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import Button, Heading, Message, Note, bullets, row, say
from bot.ui.words import listed

GROUPS = named("facilitate round groups", "programme")

_PAGE = 25
_NAME = 40


def groups(
    programme: Programme, round_: Round, introductions: Sequence[Introduction], start: int = 0
) -> Message:
    """A page of the introductions of a round, by names; never what anybody answered."""
    title = words.text("groups.title", name=programme.name, number=round_.number)
    shown = introductions[start : start + _PAGE]
    rest = len(introductions) - start - len(shown)
    further = groups_button(programme, round_, start + _PAGE, words.text("button.groups_more"))
    return say(
        Heading(title),
        words("groups.count", count=len(introductions)),
        bullets(listed(short(name, _NAME) for name in each.names) for each in shown),
        row(further) if rest > 0 else None,
        Note(words("groups.private")),
        fallback=title,
    )


def groups_button(programme: Programme, round_: Round, start: int = 0, label: str = "") -> Button:
    """The button that shows who was introduced to whom in a round."""
    value = f"{round_.id}:{start}" if start else str(round_.id)
    label = label or words.text("button.groups")
    command = GROUPS(programme=programme.name)
    return Button(label, "introductions.groups", value, command=command)
