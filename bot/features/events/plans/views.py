"""What a plan looks like before it is posted, and what is said once it is. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.community.dates.echo import length_in_words, said
from bot.community.dates.when import When
from bot.community.origins import Origin
from bot.features.events import words
from bot.features.events.cards.views import SHOW, repeats
from bot.features.events.covers.views import cover_button
from bot.features.events.domain import Details, Event
from bot.features.events.origins.summary import will_follow
from bot.features.events.plans.details import Plan
from bot.features.events.plans.pending import plans
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.series.domain import Series
from bot.routing.posting import PostingChoices
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Fields,
    Heading,
    Message,
    Note,
    Part,
    Words,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.text import label
from bot.ui.words import listed

EDIT = named("event edit", "event")
_BUTTON = 75


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan by its name, and what there was to choose from.

    `origin` is what it is made of, if it is of anything, and `by` whom.
    """

    name: str
    plan: Plan
    there: PostingChoices
    origin: Origin | None = None
    by: int = 0


def preview(shown: Preview) -> Message:
    """What was understood, before anything is posted."""
    plan, details, there = shown.plan, shown.plan.details, shown.there
    asks = bool(plan.readings)
    channels = there.posted(details.places)
    restricted = bool(details.networks and channels)
    return say(
        words("preview.what"),
        Heading(details.title),
        details.description or None,
        facts(details, plan.when, there.named(details.networks), there.called(channels)),
        None if plan.length_said else Note(words("preview.no_length")),
        Note(words("preview.overnight")) if _overnight(plan) else None,
        Note(words("preview.restricted")) if restricted else None,
        there.closed_note(),
        *(will_follow(shown.origin, details, shown.by) if shown.origin else ()),
        words("preview.which_rule") if asks else None,
        _rules(shown.name, plan) if asks else plans.buttons(shown.name),
        fallback=words.text("preview.fallback", title=details.title, when=said(plan.when)),
    )


def _overnight(plan: Plan) -> bool:
    """Whether the end is earlier by the clock than the beginning, and may not be meant."""
    start, ends = plan.when.start, plan.when.ends
    return ends is not None and start.date() != ends.date() and ends.time() < start.time()


def facts(details: Details, when: When, networks: Sequence[str], channels: str) -> Fields | None:
    """What there is to know of a plan, line by line."""
    return fields(
        [
            (words.text("fact.when"), said(when)),
            (words.text("fact.length"), _length(details, when)),
            (words.text("fact.repeats"), repeats(details)),
            (words.text("fact.where"), where(details)),
            (words.text("fact.places"), places(details)),
            (words.text("fact.who"), who_may_come(details, networks)),
            (words.text("fact.open_page"), _open_page(details)),
            (words.text("fact.posted"), channels or words.text("channels.none")),
        ]
    )


def _length(details: Details, when: When) -> str:
    """How long it takes, where that is not told by an end on the same day."""
    told = when.ends is not None and when.ends.date() == when.start.date()
    return "" if told else length_in_words(details.minutes)


def _open_page(details: Details) -> str:
    if details.networks:
        return ""
    return words.text("open_page.yes" if details.open_page else "open_page.no")


def where(details: Details) -> str:
    """Venue and link, and whether only those see them who come."""
    place = ", ".join(filter(None, (details.venue, details.link)))
    if place and details.hidden_place:
        return words.text("where.hidden", place=place)
    return place


def places(details: Details) -> str:
    """How many may come, and how a freed place goes on."""
    if details.capacity is None:
        return words.text("places.unlimited")
    return words.text(f"places.{details.passing.value}", count=details.capacity)


def who_may_come(details: Details, networks: Sequence[str]) -> str:
    """Everybody, or the members of some networks; and whether a host lets each in."""
    who = words.text("who.networks", networks=listed(networks)) if networks else ""
    who = who or words.text("who.all")
    return words.text("who.by_approval", who=who) if details.by_approval else who


def _rules(name: str, plan: Plan) -> Actions:
    """A button for each rule that may be meant."""
    choices = [
        Button(label(in_plain_words(Series(rule)), _BUTTON), "events.repeat", f"{name}:{reading}")
        for reading, rule in plan.readings.items()
    ]
    return row(*choices, *plans.otherwise(name))


# What has to be asked -------------------------------------------------------------------------


def which_time(title: str, times: Sequence[tuple[str, When]]) -> Message:
    """Which of two times is meant; a button for each, by the name of the plan that has it."""
    told = [said(when) for _, when in times]
    names = [name for name, _ in times]
    buttons = [
        Button(label(text, _BUTTON), "events.preview", name)
        for name, text in zip(names, told, strict=True)
    ]
    return say(
        words("new.which_time", title=title),
        bullets(told) if any(len(each) > _BUTTON for each in told) else None,
        row(*buttons, plans.change_button(times[0][0])),
    )


def not_yet(name: str, told: Words) -> Message:
    """What a line leaves open before it is a plan; the form has what it does say."""
    form = plans.change_button(name, "button.form")
    return say(told, row(form, plans.not_now_button(name)))


def unclear(name: str, parts: Sequence[str]) -> Message:
    """What of a line was not understood: nothing is guessed."""
    quoted = listed(f"“{part}”" for part in parts)
    return say(words("new.unclear", said=quoted), row(*plans.otherwise(name)))


def faulty(name: str, errors: Mapping[str, str]) -> Message:
    """What keeps an event from being planned like this."""
    return say(words("post.faulty"), bullets(errors.values()), row(*plans.otherwise(name)))


# What is said afterwards ----------------------------------------------------------------------


def posted(
    event: Event,
    when: When,
    there: PostingChoices,
    waits: Collection[int] = (),
    followed: Sequence[Part | None] = (),
) -> Message:
    """What its host is told of an event that is planned now, and what followed for others.

    In some channels its card `waits`.
    """
    title = event.details.title
    return say(
        words("posted.done", title=title, when=said(when)),
        *there.told(words, event.details.places, waits),
        *followed,
        words("posted.hosts"),
        row(
            Button(
                words.text("button.show"), "events.show", str(event.id), command=SHOW(event=title)
            ),
            Button(
                words.text("button.edit"), "events.edit", str(event.id), command=EDIT(event=title)
            ),
            cover_button(event),
        ),
    )
