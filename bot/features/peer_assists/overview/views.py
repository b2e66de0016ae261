"""Where things stand. Pure."""

from collections.abc import Sequence

from bot.features.peer_assists import words
from bot.features.peer_assists.asking.views import answers
from bot.features.peer_assists.domain import Assist, AssistState
from bot.features.peer_assists.views import STUCK, button, standing
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    RichText,
    bullets,
    row,
    say,
)
from bot.ui.text import label

_END = named("facilitate assists end", "assist")
_SHOWN = 5
_LABEL = 60


def new_button() -> Button:
    """The button that asks what somebody is stuck with."""
    return Button(words.text("button.new"), "peer_assists.new", "", command=STUCK())


def mine(me: int, there: Sequence[Assist], waiting: Sequence[Assist]) -> Message:
    """What somebody asked for and helps with, and what they are asked."""
    if not there and not waiting:
        return say(words("mine.none"), row(new_button()), Note(words("mine.small_print")))
    return say(
        Heading(words.text("mine.title")),
        *lines(me, there, waiting),
        Note(words("mine.small_print")),
    )


def lines(me: int, there: Sequence[Assist], waiting: Sequence[Assist]) -> list[Part | None]:
    """Each in a line, with what can be done about it."""
    found: list[Part | None] = []
    for each in waiting[:_SHOWN]:
        found += [words("line.asked", case=each.case), answers(each)]
    for each in there[:_SHOWN]:
        key = "line.mine" if each.asker == me else "line.helping"
        found += [words(key, case=each.case, standing=standing(each)), _row(me, each)]
    return found


def _row(me: int, assist: Assist) -> Part | None:
    buttons = []
    if assist.asker == me and assist.may_begin:
        buttons.append(button("begin", "begin", assist, primary=True))
    if assist.state is AssistState.UNDER_WAY:
        buttons.append(button("next_plain", "next", assist, at=str(int(assist.step))))
        buttons.append(button("meet", "meet", assist))
        buttons.append(button("enter", "enter", assist))
    key = "stop" if assist.asker == me else "take_back"
    buttons.append(button(key, "stop", assist))
    return row(*buttons)


# For those who lead ---------------------------------------------------------------------------


def running(there: Sequence[Assist]) -> Message:
    """What runs, by its one sentence."""
    if not there:
        return say(words("running.none"))
    return say(
        Heading(words.text("running.title")),
        bullets(_line(each) for each in there),
        row(*map(_end, there[:_SHOWN])),
        Note(words("running.small_print")),
    )


def _line(assist: Assist) -> RichText:
    since = Moment(assist.asked_at or assist.made_at, "date")
    return words("running.line", case=assist.case, standing=standing(assist), since=since)


def _end(assist: Assist) -> Button:
    text = label(words.text("button.end_it", case=assist.case), _LABEL)
    return Button(text, "peer_assists.end", str(assist.id), command=_END(assist=assist.case))


def ended_by_them(assist: Assist) -> Message:
    """What the asker is told whose half hour was ended."""
    return say(words("ended.by_facilitators", case=assist.case))
