"""What a card says: counts, and no name of anybody who answered. Pure."""

from collections.abc import Sequence

from bot.community.dates.echo import length_in_words
from bot.features.polls import words
from bot.features.polls.domain import Count, Hosting
from bot.features.polls.overview import Overview
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
    Plain,
    RichText,
    Strong,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

SHOW = named("kindred poll mine", "poll")
ANSWER_ALL = named("kindred poll answer", "answer", "poll")
WHO = named("kindred poll who", "poll")

_DESCRIPTION = 280  # characters on a card
_HOSTS = 5


def card(overview: Overview) -> Message:
    """A poll as everybody sees it."""
    poll = overview.poll
    description = short(" ".join(poll.description.split()), _DESCRIPTION)
    return say(
        Heading(poll.title),
        description or None,
        _hosts(overview),
        _what(overview),
        bullets(lines(overview)),
        *best_in_words(overview),
        _answered(overview),
        _buttons(overview),
        fallback=words.text("card.fallback", title=poll.title),
    )


def _hosts(overview: Overview) -> RichText | None:
    names, rest = overview.hosts[:_HOSTS], len(overview.hosts) - _HOSTS
    more = [words.text("card.more_hosts", count=rest)] if rest > 0 else []
    return words("card.hosts", hosts=listed([*names, *more])) if names else None


def _what(overview: Overview) -> RichText:
    if overview.planned:
        return words("card.planned")
    if not overview.open:
        return words("card.closed")
    if overview.minutes:
        return words("card.question", length=length_in_words(overview.minutes))
    return words("card.question.lengths")


def lines(overview: Overview, *, starred: bool = True) -> list[RichText]:
    """Each slot by the reader's clock, with how many can come."""
    best = overview.best if starred and not overview.planned else None
    return [
        _line(number, each, overview, is_best=each is best)
        for number, each in enumerate(overview.counts, 1)
    ]


def _line(number: int, each: Count, overview: Overview, *, is_best: bool) -> RichText:
    lead: RichText = (Strong(f"{number}"), Plain(" · "), Moment(each.slot.starts_at), Plain(" · "))
    if each.slot.passed(overview.now):
        return (*lead, *words("slot.passed"))
    best = words("slot.best" if overview.open else "slot.best.closed")
    star: RichText = (Plain(" · "), *best) if is_best else ()
    return (*lead, Plain(counted(each, closed=not overview.open)), *star)


def counted(each: Count, *, closed: bool = False) -> str:
    """How many can come: "4 can, 1 if need be"; once it is closed, nobody is “yet” to answer."""
    if not each.can and not each.no:
        return words.text("slot.unanswered" if closed else "slot.nobody_yet")
    if not each.can:
        return words.text("slot.nobody")
    parts = [words.text("slot.yes", count=each.yes)] if each.yes else []
    if each.maybe:
        parts.append(words.text("slot.maybe", count=each.maybe))
    return ", ".join(parts)


def best_in_words(overview: Overview) -> list[Part | None]:
    """Whether there is a best slot, and whether a host can come then."""
    if overview.planned:
        return []
    if overview.all_passed:
        return [words("best.all_passed")]
    if overview.best is None:
        return [words("best.nobody") if overview.respondents else None]
    hosting = overview.best.hosting
    return [None if hosting is Hosting.CAN else Note(words(f"best.host.{hosting}"))]


def _answered(overview: Overview) -> Part:
    there = len(overview.respondents)
    key = "card.answered" if there else "card.answered.nobody"
    count = words.text(key, count=there)
    if not overview.open:
        return Note(words("card.count", answered=count))
    return Note(words("card.until", answered=count, until=Moment(overview.poll.closes_at)))


def _buttons(overview: Overview) -> Actions:
    poll = overview.poll
    who = who_button(overview)
    if overview.planned and poll.planned is not None:
        return row(Button(words.text("button.event"), "events.show", str(poll.planned)), who)
    if not overview.open:
        return row(result_button(overview), who)
    mine = Button(
        words.text("button.mine"), "polls.show", str(poll.id), "primary", SHOW(poll=poll.title)
    )
    return row(mine, *all_buttons(overview), who)


def all_buttons(overview: Overview) -> Sequence[Button]:
    """One tap for all slots."""
    poll = overview.poll
    return [
        Button(
            words.text(f"button.all.{answer}"),
            "polls.answer",
            f"{poll.id}:{answer}",
            command=ANSWER_ALL(answer=answer, poll=poll.title),
        )
        for answer in ("yes", "no")
    ]


def who_button(overview: Overview) -> Button:
    """Who can come when."""
    poll = overview.poll
    return Button(words.text("button.who"), "polls.who", str(poll.id), command=WHO(poll=poll.title))


def result_button(overview: Overview) -> Button:
    """How it stands, with what those can do who look after it."""
    return Button(words.text("button.result"), "polls.result", str(overview.poll.id))
