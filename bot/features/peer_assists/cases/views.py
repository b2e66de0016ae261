"""A case before anybody is asked. Pure."""

from bot.features.peer_assists import words
from bot.features.peer_assists.domain import FEWEST, MOST, Assist
from bot.features.peer_assists.lookup import Asker
from bot.features.peer_assists.views import (
    about_note,
    button,
    case_line,
    for_helpers,
    standing,
    who_asks,
)
from bot.ui.messages import Button, Heading, Message, Note, bullets, row, say


def preview(assist: Assist, asker: Asker, title: str) -> Message:
    """All that will happen, and what others will read, for the asker to decide."""
    id_ = str(assist.id)
    ask = [
        Button(words.text("button.unnamed"), "peer_assists.ask", f"{id_}:unnamed", "primary"),
        Button(words.text("button.named"), "peer_assists.ask", f"{id_}:named"),
    ]
    happens = (words(f"preview.happens.{n}", fewest=FEWEST, most=MOST) for n in (1, 2, 3))
    told = for_helpers(assist)
    return say(
        words("preview.nothing_yet"),
        bullets(happens),
        Heading(words.text("preview.read_by_asked")),
        words("asks.stuck", who=who_asks(asker, named=False)),
        case_line(assist),
        about_note(title),
        Heading(words.text("preview.read_by_helpers")),
        words("preview.name", name=asker.member.name),
        *told,
        words("preview.no_more") if not assist.more else None,
        row(
            *ask,
            button("change", "change", assist),
            button("drop", "drop", assist),
        ),
        Note(words("preview.small_print")),
        fallback=words.text("preview.fallback"),
    )


def dropped() -> Message:
    """What whoever lets it be is told."""
    return say(words("dropped"))


def one_at_a_time(assist: Assist) -> Message:
    """Why somebody cannot ask a second time now: the first goes on."""
    return say(
        words("new.one_at_a_time"),
        case_line(assist),
        standing(assist),
        row(Button(words.text("button.mine"), "peer_assists.mine")),
    )
