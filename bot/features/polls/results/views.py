"""What came of a poll, and what those can do who look after it. Pure."""

from bot.community.facts import Fact
from bot.community.origins import carried
from bot.features.polls import words
from bot.features.polls.cards.views import best_in_words, counted, lines, who_button
from bot.features.polls.domain import Count, Poll, ranked
from bot.features.polls.overview import Overview
from bot.features.polls.slots.details import in_words
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
    Select,
    bullets,
    row,
    say,
)

CLOSE = named("kindred poll close", "poll")
CHANGE = named("kindred poll change", "poll")


def result(overview: Overview, *, hosts: bool) -> Message:
    """How a poll stands; with what hosts can do."""
    poll = overview.poll
    return say(
        Heading(poll.title),
        _in_short(overview),
        bullets(lines(overview, starred=False)),
        *best_in_words(overview),
        *(for_hosts(overview) if hosts else (row(who_button(overview)),)),
        fallback=words.text("card.fallback", title=poll.title),
    )


def closed(overview: Overview) -> Message:
    """What those are told who look after a poll that has closed."""
    poll, answered = overview.poll, len(overview.respondents)
    return say(
        words("closed" if answered else "closed.nobody", title=poll.title, count=answered),
        _in_short(overview) if answered else None,
        bullets(lines(overview, starred=False)),
        *best_in_words(overview),
        *for_hosts(overview),
        fallback=words.text("closed.fallback", title=poll.title),
    )


def _in_short(overview: Overview) -> Part | None:
    best = overview.best
    if overview.planned:
        return words("card.planned")
    if best is None:
        return words("result.nobody_answered") if not overview.respondents else None
    return words("result.best", when=Moment(best.slot.starts_at), count=counted(best))


def for_hosts(overview: Overview) -> list[Part | None]:
    """Make an event of it, at the best slot or another; ask again; close it."""
    poll = overview.poll
    if overview.planned:
        if poll.planned is None:
            return [row(who_button(overview))]
        show = Button(words.text("button.event"), "events.show", str(poll.planned))
        return [row(show, who_button(overview))]
    best = overview.best
    first = [_make(poll, best)] if best else []
    again = "button.change" if overview.open else "button.again"
    buttons = [
        *first,
        Button(words.text(again), "polls.change", str(poll.id), command=CHANGE(poll=poll.title)),
        who_button(overview),
    ]
    if overview.open:
        label, command = words.text("button.close"), CLOSE(poll=poll.title)
        buttons.append(Button(label, "polls.close", str(poll.id), command=command))
    kindly = Note(words("result.small_print")) if best else None
    return [row(*buttons), _at_another(overview, best), kindly]


def _make(poll: Poll, best: Count) -> Button:
    return Button(words.text("button.make"), "events.from", _value(poll, best), "primary")


def _at_another(overview: Overview, best: Count | None) -> Actions | None:
    """Any other slot to come: the better ones first."""
    poll, now = overview.poll, overview.now
    rest = [each for each in overview.counts if not each.can and not each.slot.passed(now)]
    others = [each for each in [*ranked(overview.counts, now), *rest] if each is not best]
    if not others:
        return None
    options = tuple(Option.of(in_words(each.slot), _value(poll, each)) for each in others)
    return row(Select(words.text("button.make_at"), "events.from", options))


def _value(poll: Poll, each: Count) -> str:
    return carried(Fact.of("polls.poll", f"{poll.id}:{each.slot.id}"))
