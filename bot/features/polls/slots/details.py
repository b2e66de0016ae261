"""Between what is filled in for a poll and the poll."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community.dates.echo import said
from bot.community.dates.exact import typed
from bot.community.dates.instants import shown
from bot.community.dates.when import When
from bot.community.people import Network
from bot.community.places import Place, Purpose
from bot.features.polls import words
from bot.features.polls.domain import MINUTES, MOST_SLOTS, Poll, Slot, closing
from bot.features.polls.ports import Work
from bot.features.polls.slots.forms import ALL, LENGTHS, NONE, PICKED, PollForm
from bot.features.polls.slots.reading import read_closing, read_slots
from bot.routing.interaction import Call
from bot.ui.capabilities import FLOOR
from bot.ui.forms import FieldErrors, Raw
from bot.ui.messages import Option


@dataclass(frozen=True, slots=True)
class There:
    """The networks of the community, the actor's own first, and its channels to post in."""

    networks: Sequence[Network]
    channels: Sequence[Place]

    def options(self) -> dict[str, Sequence[Option]]:
        """What there is to choose from in the form."""
        networks = [Option.of(each.name, str(each.id)) for each in self.networks]
        channels = [Option.of(self.called(each), str(each.id)) for each in self.channels]
        everybody = Option.of(words.text("who.all"), ALL)
        nowhere = Option.of(words.text("channels.none"), NONE)
        return {
            "networks": [everybody, *networks][: FLOOR.select_options],
            "channels": [nowhere, *channels][: FLOOR.select_options],
        }

    def called(self, place: Place) -> str:
        """What a channel is called where it cannot be clicked: by its chat, if that has one."""
        chat = place.space.name or words.text("channels.own_chat")
        alone = len([each for each in self.channels if each.space.id == place.space.id]) == 1
        return chat if alone else f"{chat} #{str(place.ref).rpartition('/')[2]}"


async def what_there_is(call: Call, work: Work) -> There:
    """Everything that may be chosen."""
    mine = (await work.polls.networks_of([call.me.id]))[call.me.id]
    networks = await work.polls.networks(call.community.id)
    networks.sort(key=lambda network: network.id not in mine)
    channels = await work.places.channels(call.community.id, Purpose.ANNOUNCEMENTS)
    return There(networks, [place for place in channels if not place.space.lost])


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


def proposal_of(form: PollForm, there: There, zone: str, now: datetime) -> Proposal:
    """What a form says; raises `FieldErrors` that name every field at fault."""
    errors: dict[str, str] = {}
    minutes = int(form.minutes or MINUTES)
    found = read_slots(form.slots, now, zone, minutes)
    for when in filter(None, (getattr(form, name) for name in PICKED)):
        found.add(when, minutes)
    if found.unclear:
        errors["slots"] = " ".join(found.unclear)
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
    networks = _chosen(form.networks, [each.id for each in there.networks], "networks", errors)
    channels = _chosen(form.channels, [each.id for each in there.channels], "channels", errors)
    if errors:
        raise FieldErrors(errors)
    slots = tuple(found.slots)
    return Proposal(form.title, form.description, slots, closes, networks, channels)


def _chosen(
    given: Collection[str], known: Collection[int], name: str, errors: dict[str, str]
) -> tuple[int, ...]:
    """The ids that were ticked; what is there no more may not turn "some" into "all"."""
    said = [each for each in given if each not in (ALL, NONE)]
    ids = tuple(int(each) for each in said if each.isdecimal() and int(each) in known)
    if len(ids) < len(said):
        errors[name] = words.text(f"field.{name}.gone")
    elif ids and len(said) < len(given):
        errors[name] = words.text(f"field.{name}.both")
    return ids


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
