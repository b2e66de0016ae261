"""Between what is filled in for a poll and the poll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community.dates.echo import said
from bot.community.dates.exact import typed
from bot.community.dates.instants import shown
from bot.community.dates.when import When
from bot.features.polls import words
from bot.features.polls.domain import MINUTES, MOST_SLOTS, Poll, Slot, closing
from bot.features.polls.slots.forms import LENGTHS, PICKED, PollForm
from bot.features.polls.slots.reading import read_closing, read_slots
from bot.routing.posting import ALL, NONE, PostingChoices
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors

# What is filled in ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a form says of a poll: the channels are ids of places."""

    title: str
    description: str
    slots: tuple[Slot, ...]
    closes_at: datetime
    networks: tuple[int, ...]
    channels: tuple[int, ...]


def proposal_of(form: PollForm, there: PostingChoices, zone: str, now: datetime) -> Proposal:
    """What a form says; raises `FieldErrors` that name every field at fault."""
    errors: dict[str, str] = {}
    minutes = int(form.minutes or MINUTES)
    found = read_slots(form.slots, now, zone, minutes)
    for when in filter(None, (getattr(form, name) for name in PICKED)):
        found.add(when, minutes)
    if found.unclear:
        errors["slots"] = "\n".join(found.unclear)
    elif not found.slots:
        errors["slots"] = words.text("slots.none")
    elif len(found.slots) > MOST_SLOTS:
        errors["slots"] = words.text("slots.too_many", count=len(found.slots), most=MOST_SLOTS)
    closes = closing(found.slots, None, now)
    try:
        closes = closing(found.slots, read_closing(form.closes, now, zone), now)
    except ValueError as unclear:
        errors["closes"] = str(unclear)
    if closes <= now:
        errors.setdefault("closes", words.text("closes.past"))
    networks = there.known.chosen_networks(form.networks, errors)
    channels = there.known.chosen_places(form.channels, errors)
    if errors:
        raise FieldErrors(errors)
    slots = tuple(found.slots)
    return Proposal(form.title, form.description, slots, closes, networks, channels)


# What stands in a form ------------------------------------------------------------------------


def when_of(slot: Slot) -> When:
    """The time of a slot."""
    ends = shown(slot.starts_at + timedelta(minutes=slot.minutes), slot.zone)
    return When(start=shown(slot.starts_at, slot.zone), zone=slot.zone, ends=ends)


def values_of(proposal: Proposal, zone: str) -> dict[str, Raw]:
    """A proposal as it stands in a form, so that nothing else can be meant later."""
    closes = When(start=shown(proposal.closes_at, zone), zone=zone)
    return {
        "title": proposal.title,
        "slots": as_lines(proposal.slots),
        "minutes": common_length(proposal.slots),
        "description": proposal.description,
        "closes": typed(closes),
        **dict.fromkeys(PICKED, ""),
        "networks": [str(each) for each in proposal.networks] or [ALL],
        "channels": [str(each) for each in proposal.channels] or [NONE],
    }


def values_of_poll(poll: Poll, now: datetime) -> dict[str, Raw]:
    """A poll as it stands in the form that changes it: without times that have passed."""
    slots = poll.to_come(now)
    return {
        "title": poll.title,
        "slots": as_lines(slots),
        "minutes": common_length(poll.slots),
        "description": poll.description,
        "closes": typed(When(start=shown(poll.closes_at, poll.zone), zone=poll.zone))
        if poll.takes_answers(now)
        else "",
        "networks": [str(each) for each in poll.networks] or [ALL],
        "channels": [NONE],
    }


def as_lines(slots: Sequence[Slot]) -> str:
    """Slots as they are typed, one a line."""
    return "\n".join(typed(when_of(slot)) for slot in slots)


def common_length(slots: Sequence[Slot]) -> str:
    """How long it takes, as the form has it."""
    minutes = slots[0].minutes if slots else MINUTES
    return str(minutes if minutes in LENGTHS else MINUTES)


def in_words(slot: Slot) -> str:
    """A slot by the clocks of its own zone, with the zone named."""
    return said(when_of(slot))
