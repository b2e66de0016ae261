"""What a card says: counts, and no name of anybody who answered. Pure."""

from collections.abc import Sequence

from bot.features.polls import words
from bot.features.polls.domain import Count, Hosting
from bot.features.polls.slots.forms import length
from bot.features.polls.standing import Standing
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


def card(standing: Standing) -> Message:
    """A poll as everybody sees it."""
    poll = standing.poll
    description = short(" ".join(poll.description.split()), _DESCRIPTION)
    return say(
        Heading(poll.title),
        description or None,
        _hosts(standing),
        _what(standing),
        bullets(lines(standing)),
        *best_in_words(standing),
        _answered(standing),
        _buttons(standing),
        fallback=words.text("card.fallback", title=poll.title),
    )


def _hosts(standing: Standing) -> RichText | None:
    names, rest = standing.hosts[:_HOSTS], len(standing.hosts) - _HOSTS
    more = [words.text("card.more_hosts", count=rest)] if rest > 0 else []
    return words("card.hosts", hosts=listed([*names, *more])) if names else None


def _what(standing: Standing) -> RichText:
    if standing.planned:
        return words("card.planned")
    if not standing.open:
        return words("card.closed")
    if standing.minutes:
        return words("card.question", length=length(standing.minutes))
    return words("card.question.lengths")


def lines(standing: Standing) -> list[RichText]:
    """Each slot by the reader's clock, with how many can come."""
    best = standing.best if not standing.planned else None
    return [
        _line(number, each, standing, is_best=each is best)
        for number, each in enumerate(standing.counts, 1)
    ]


def _line(number: int, each: Count, standing: Standing, *, is_best: bool) -> RichText:
    lead: RichText = (Strong(f"{number}"), Plain(" · "), Moment(each.slot.starts_at), Plain(" · "))
    if each.slot.passed(standing.now):
        return (*lead, *words("slot.passed"))
    star: RichText = (Plain(" · "), *words("slot.best")) if is_best else ()
    return (*lead, Plain(counted(each)), *star)


def counted(each: Count) -> str:
    """How many can come: "4 can, 1 if need be"."""
    if not each.can and not each.no:
        return words.text("slot.nobody_yet")
    parts = [words.text("slot.yes", count=each.yes)]
    if each.maybe:
        parts.append(words.text("slot.maybe", count=each.maybe))
    return ", ".join(parts)


def best_in_words(standing: Standing) -> list[Part | None]:
    """Whether there is a best slot, and whether a host can come then."""
    if standing.planned:
        return []
    if standing.all_passed:
        return [words("best.all_passed")]
    if standing.best is None:
        return [words("best.nobody") if standing.respondents else None]
    hosting = standing.best.hosting
    return [None if hosting is Hosting.CAN else Note(words(f"best.host.{hosting}"))]


def _answered(standing: Standing) -> Part:
    count = words.text("card.answered", count=len(standing.respondents))
    if not standing.open:
        return Note(words("card.count", answered=count))
    return Note(words("card.until", answered=count, until=Moment(standing.poll.closes_at)))


def _buttons(standing: Standing) -> Actions:
    poll = standing.poll
    who = who_button(standing)
    if standing.planned and poll.planned is not None:
        return row(Button(words.text("button.event"), "events.show", str(poll.planned)), who)
    if not standing.open:
        return row(result_button(standing), who)
    mine = Button(
        words.text("button.mine"), "polls.show", str(poll.id), "primary", SHOW(poll=poll.title)
    )
    return row(mine, *all_buttons(standing), who)


def all_buttons(standing: Standing) -> Sequence[Button]:
    """One tap for all slots."""
    poll = standing.poll
    return [
        Button(
            words.text(f"button.all.{answer}"),
            "polls.answer",
            f"{poll.id}:{answer}",
            command=ANSWER_ALL(answer=answer, poll=poll.title),
        )
        for answer in ("yes", "no")
    ]


def who_button(standing: Standing) -> Button:
    """Who can come when."""
    poll = standing.poll
    return Button(words.text("button.who"), "polls.who", str(poll.id), command=WHO(poll=poll.title))


def result_button(standing: Standing) -> Button:
    """How it stands, with what those can do who look after it."""
    return Button(words.text("button.result"), "polls.result", str(standing.poll.id))
