"""The question to those who are asked, and what becomes of it. Pure."""

from datetime import datetime

from bot.community.origins import work_on_button
from bot.community.reportables import report_button
from bot.features.peer_assists import words
from bot.features.peer_assists.domain import FEWEST, MOST, Assist, Said
from bot.features.peer_assists.lookup import Asker
from bot.features.peer_assists.views import (
    MINE,
    NEVER,
    NO,
    YES,
    about_note,
    button,
    case_line,
    for_helpers,
    who_asks,
)
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import Actions, Button, Message, Moment, Note, Part, row, say

_IDEA = named("idea new", "title")
_LONGEST_TITLE = 100


def question(assist: Assist, asker: Asker, title: str) -> Message:
    """The question to one of them, whom nobody learns to have been asked."""
    return say(
        words("asks.stuck", who=who_asks(asker, named=assist.named)),
        case_line(assist),
        about_note(title),
        words("question", fewest=FEWEST, most=MOST),
        answers(assist),
        Note(words("question.small_print")),
        row(report_button(assist.fact, assist.case)),
        fallback=words.text("question.fallback"),
    )


def answers(assist: Assist) -> Actions:
    """Three answers, each as good as the others."""
    case, id_ = assist.case, str(assist.id)
    return row(
        Button(words.text("button.yes"), "peer_assists.yes", id_, command=YES(assist=case)),
        Button(words.text("button.no"), "peer_assists.no", id_, command=NO(assist=case)),
        Button(words.text("button.never"), "peer_assists.never", id_, command=NEVER()),
    )


def answered(assist: Assist, asker: Asker | None, said: Said) -> Message:
    """What stands in the place of a question from then on."""
    if said is not Said.YES or asker is None:
        key = {Said.NO: "no", Said.LEFT: "left"}.get(said, "let_go")
        return say(words(f"answered.{key}"))
    return say(
        words("answered.yes"),
        words("asks.stuck", who=who_asks(asker, named=True)),
        case_line(assist),
        *for_helpers(assist),
        Note(words("answered.what_next")),
        row(
            Button(
                words.text("button.take_back"),
                "peer_assists.no",
                str(assist.id),
                command=NO(assist=assist.case),
            )
        ),
        fallback=words.text("answered.fallback"),
    )


def reply(said: Said) -> Message:
    """The answer to an answer."""
    key = {Said.YES: "yes", Said.NO: "no", Said.LEFT: "left"}.get(said, "let_go")
    return say(words(f"reply.{key}"))


def never(*, first: bool) -> Message:
    """What is told to whoever is not to be asked such things."""
    return say(words("never.done" if first else "never.undone"))


# To the asker ---------------------------------------------------------------------------------


def asked(count: int, *, more: bool) -> Message:
    """How many were asked: who they are, nobody is told."""
    if not count:
        return say(words("asked.nobody_left"))
    return say(words("asked.more" if more else "asked.first", count=count, fewest=FEWEST))


def too_small(assist: Assist) -> Message:
    """Why nobody is asked, and what can be done instead."""
    return say(words("asked.too_few", fewest=FEWEST), *_instead(assist))


def _instead(assist: Assist) -> list[Part]:
    """What else there is: an idea for all to think along, a challenge to work on with others."""
    return [
        words("instead"),
        (_IDEA(title=short(assist.case, _LONGEST_TITLE)),),
        words("instead.work_on"),
        row(work_on_button(assist.fact)),
    ]


def enough(assist: Assist) -> Message:
    """That the asker can begin."""
    count = len(assist.helpers)
    key = "enough.all" if count >= MOST else "enough.some"
    return say(
        words(key, count=count, case=assist.case),
        words("enough.begin"),
        row(button("begin", "begin", assist, primary=True)),
    )


def still_waiting(assist: Assist, until: datetime) -> Message:
    """That they wait for the asker to begin."""
    count = len(assist.helpers)
    return say(
        words("waiting", count=count, case=assist.case, until=Moment(until, "date")),
        row(button("begin", "begin", assist, primary=True), button("stop", "stop", assist)),
    )


def lapsed(assist: Assist, until: datetime) -> Message:
    """That too few have said yes, and what the asker can do."""
    count = len(assist.helpers)
    begin = [button("begin_small", "begin", assist)] if assist.may_begin else []
    return say(
        words("lapsed.some" if count else "lapsed.none", count=count, case=assist.case),
        words("lapsed.choose", until=Moment(until, "date")),
        row(
            *begin,
            button("ask_others", "more", assist),
            button("wait", "wait", assist),
            button("let_be", "stop", assist),
        ),
        *_instead(assist),
    )


def waits(until: datetime) -> Message:
    """That it waits for those who were asked."""
    return say(words("wait.done", until=Moment(until, "date")))


def fewer(*, others: bool) -> Message:
    """That some cannot come any more, so that `others` are asked first, if there may be any."""
    return say(
        words("begin.fewer" if others else "begin.fewer_and_nobody_else"),
        row(Button(words.text("button.mine"), "peer_assists.mine", command=MINE())),
    )


# To those who said yes ------------------------------------------------------------------------


def stopped(why: str) -> Message:
    """That it does not take place, and why; nothing of the case."""
    return say(words(f"stopped.{why}"), words("stopped.thanks"))


def ended() -> Message:
    """What is told to whoever has ended it."""
    return say(words("ended.done"))
