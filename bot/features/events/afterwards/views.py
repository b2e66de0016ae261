"""What is said when a date is over. Pure."""

from collections.abc import Collection, Sequence

from bot.community.origins import commit_button
from bot.features.events import words
from bot.features.events.afterwards.domain import MOST_AGAIN, Outcome, Told
from bot.features.events.check_in.domain import Present
from bot.features.events.check_in.views import DAY_COMMANDS, ON_A_PAGE
from bot.features.events.dates.views import address, called, title_and_time
from bot.features.events.ports import Happening
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Option,
    Part,
    Plain,
    RichText,
    Select,
    Strong,
    bullets,
    row,
    say,
)
from bot.ui.text import label

AGAIN = named("event day again", "event")

_LABEL = 60
_SHORT = 240


# Thanks ---------------------------------------------------------------------------------------


def thanks(happening: Happening, outcome: Outcome | None, others: int) -> Message:
    """Thanks to somebody who was there; with `others`, whom they would like to talk to again."""
    title = happening.event.details.title
    return say(
        words("thanks", title=title),
        *(told_of(outcome) if outcome else ()),
        *_ask(happening, others),
        row(commit_button()),
    )


def _ask(happening: Happening, others: int) -> list[Part | None]:
    if not others:
        return []
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    command = AGAIN(event=name)
    return [
        words("thanks.again"),
        row(Button(words.text("button.again_list"), "events.again_list", id_, "primary", command)),
        Note(words("thanks.small_print")),
    ]


def again(
    happening: Happening, there: Sequence[Present], named_: Collection[int], page: int
) -> Message:
    """Who was there, to name whom one would like to talk to again; and whom one has named."""
    id_ = happening.date.id
    mine = [each for each in there if each.who.member in named_]
    rest = [each for each in there if each.who.member not in named_]
    pages = max(1, -(-len(rest) // ON_A_PAGE))
    page = min(page, pages)
    shown = rest[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    options = tuple(Option.of(each.name, f"{id_}:{each.who.member}") for each in shown)
    enough = len(mine) >= MOST_AGAIN
    menu = Select(words.text("button.talk_again"), "events.again", options) if options else None
    return say(
        title_and_time(happening.event, happening.date),
        words("again.ask", most=MOST_AGAIN) if there else words("again.nobody"),
        words("again.named") if mine else None,
        bullets(each.name for each in mine),
        row(*(_take_back(id_, each) for each in mine[:MOST_AGAIN])) if mine else None,
        row(menu) if menu and not enough else None,
        _pages(id_, page, pages) if pages > 1 and not enough else None,
        Note(words("again.small_print")),
    )


def _take_back(date: int, each: Present) -> Button:
    text = label(words.text("button.not_again", name=each.name), _LABEL)
    return Button(text, "events.not_again", f"{date}:{each.who.member}")


def _pages(date: int, page: int, pages: int) -> Actions:
    def to(number: int, key: str) -> Button:
        return Button(words.text(key), "events.again_turn", f"{date}:{number}")

    back = [to(page - 1, "button.page_back")] if page > 1 else []
    on = [to(page + 1, "button.page_on")] if page < pages else []
    return row(*back, *on)


# What came of it ------------------------------------------------------------------------------


def ask_outcome(happening: Happening, here: int) -> Message:
    """The question to a host, once it is over."""
    id_, name = str(happening.date.id), called(happening.event, happening.date)
    command = DAY_COMMANDS["outcome"](event=name)
    return say(
        words("outcome.ask", title=happening.event.details.title),
        words("outcome.came", count=here) if here else None,
        row(Button(words.text("button.outcome"), "events.outcome", id_, "primary", command)),
        Note(words("outcome.small_print")),
    )


def outcome(happening: Happening, found: Outcome) -> Message:
    """What came of it, to somebody who was there."""
    return say(words("outcome.news", title=happening.event.details.title), *told_of(found))


def told_of(found: Outcome) -> list[Part | None]:
    """What came of it, and where a recording is."""
    link: RichText = (Plain(f"{words.text('outcome.recording')} "), address(found.link))
    return [found.text or None, link if found.link else None]


def section(told: Sequence[Told]) -> list[Part | None]:
    """What came of the dates of an event, where it is shown."""
    if not told:
        return []
    parts: list[Part | None] = [Heading(words.text("outcome.title"))]
    for each in told:
        parts += [(Moment(each.starts_at, "date"),), *told_of(each.outcome)]
    return parts


def found(told: Sequence[Told]) -> list[Part | None]:
    """What came of events, among what else was found."""
    lines = [
        (
            Strong(each.title),
            Plain(" · "),
            Moment(each.starts_at, "date"),
            Plain(f": {short(' '.join(each.outcome.text.split()), _SHORT)}"),
        )
        for each in told
    ]
    buttons = (
        Button(
            label(words.text("button.show_outcome", title=each.title), _LABEL),
            "events.show",
            str(each.event),
        )
        for each in told
    )
    return [words("find.outcomes", count=len(told)), bullets(lines), row(*buttons)]


def outcome_told(happening: Happening, count: int) -> Message:
    """What a host is told who has told what came of it."""
    title = happening.event.details.title
    told = words("outcome.told", title=title, count=count)
    return say(told if count else words("outcome.kept", title=title))


def outcome_gone(happening: Happening) -> Message:
    """What a host is told who has taken it back."""
    return say(words("outcome.gone", title=happening.event.details.title))
