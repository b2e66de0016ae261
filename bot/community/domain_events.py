"""What has happened, in the past tense: any feature can hear it, in the same unit of work.

An event carries facts: ids and kinds. Raise one with `work.domain_events.append(…)`, hear it with
`@feature.when(…)`.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact
from bot.community.people import Account, Ref, Space
from bot.community.permissions import Missing
from bot.community.places import Purpose
from bot.ui.messages import Words

# People ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """A member's name or zone has changed with that of their account."""

    member: int
    former_name: str


@dataclass(frozen=True, slots=True)
class AccountAdded:
    """An account of a chat, which calls it `name`, has become that of a member known before."""

    account: Account
    community: int
    space: Space
    name: str


@dataclass(frozen=True, slots=True)
class AccountGone:
    """A chat says that an account is no longer used."""

    account: Account
    community: int


@dataclass(frozen=True, slots=True)
class MembersMerged:
    """Two members have turned out to be one person: `gone` is now `kept`."""

    community: int
    kept: int
    gone: int


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody is no member any more, and nothing is known of them."""

    community: int
    member: int


# Keeping it kind ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenDown:
    """Facilitators have taken something down, which nobody is to see any more.

    `about` is its fact as `Reportable.about` says, `by` who did it, `reason` what its authors are
    told.
    """

    about: Fact
    community: int
    by: int | None
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordForgotten:
    """The record that something was taken down is kept no more: nor is what was left of it."""

    about: Fact
    community: int
    at: datetime


# Introductions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IntroductionMet:
    """People who were introduced have met; told once for each introduction."""

    introduction: int
    community: int
    members: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A round has opened with this many introductions."""

    round: int
    community: int
    introductions: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """A round is over."""

    round: int
    community: int
    at: datetime


# Peer assists ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PeerAssistHeld:
    """Some people have sat with one of them for half an hour, the asker first.

    `about` is what it was about, if it was about anything that others know.
    """

    assist: int
    community: int
    members: tuple[int, ...]
    at: datetime
    about: Fact | None = None


# Events ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventPlanned:
    """An event has been planned; `origin` is what it was made of, if it was of anything."""

    event: int
    community: int
    at: datetime
    origin: Fact | None = None


@dataclass(frozen=True, slots=True)
class EventChanged:
    """What is said of an event has changed; of the `dates` that were moved people are told."""

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class EventRelocated:
    """These dates of an event are somewhere else, or have another link, at the same time."""

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class EventCancelled:
    """These dates of an event do not take place; `message` is what their host says of it.

    It was `taken_down` where facilitators did that, and no host.
    """

    event: int
    community: int
    dates: tuple[int, ...]
    at: datetime
    message: str = ""
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class EventHeld:
    """A date of an event is over to which these members came, or said that they would.

    `shown` are those of them whose names the others were told. A day later it is told once more if
    hosts have noted since who was there.
    """

    event: int
    date: int
    community: int
    members: tuple[int, ...]
    at: datetime
    title: str = ""
    shown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EventOutcomeTold:
    """A host has told what came of an event, in the place of what was told `before`; or no more.

    It may be read by the members of the networks of `open_to`, where there are none by everybody.
    """

    event: int
    community: int
    text: str
    before: str
    at: datetime
    open_to: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WantedToTalkAgain:
    """Two who were at one date have each said that they would like to talk to the other again."""

    community: int
    two: tuple[int, int]
    date: int
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RsvpChanged:
    """A member or a guest has answered a date, or has no answer any more (`None`).

    They `ask` where it is for a host to say whether they may come. Where it is not known that the
    date has no room in any chat, it `may_have_rooms`.
    """

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    answer: str | None
    asks: bool = False
    may_have_rooms: bool = True


@dataclass(frozen=True, slots=True)
class SeatGiven:
    """Somebody who waited for seats at a date has them."""

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    seats: int


@dataclass(frozen=True, slots=True)
class SeatOffered:
    """Seats at a date are held for somebody until then, for them to say whether they come."""

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    seats: int
    until: datetime


@dataclass(frozen=True, slots=True)
class SeatLost:
    """Somebody has lost seats at a date, or an offer of some, without their doing.

    They may be `waiting` for others. An offer that was open until `offered_until` is open no more;
    it has `lapsed` if nobody took it up in time.
    """

    event: int
    date: int
    community: int
    member: int | None
    guest: int | None
    waiting: bool
    lapsed: bool = False
    offered_until: datetime | None = None


# Chats and deliveries -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpaceLost:
    """A space has put Kindred out, or lets it do nothing any more."""

    space: Space
    why: str


@dataclass(frozen=True, slots=True)
class SpaceRegained:
    """Kindred is back in a space that was lost."""

    space: Space


@dataclass(frozen=True, slots=True)
class PermissionsChanged:
    """A space lets Kindred do less than before: all that is missing where it was looked.

    Nothing missing: it lets Kindred do everything again.
    """

    space: Ref
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class ChannelGone:
    """A channel is there no more, or is closed to Kindred: it is for nothing any more.

    `fact` is what was to be said of when it was noticed, `purposes` what the channel was for.
    """

    space: Space
    channel: Ref
    purposes: frozenset[Purpose]
    fact: Fact


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """The room that was asked for is open, in this space."""

    room: Fact
    community: int
    space: Ref


@dataclass(frozen=True, slots=True)
class DeliveryArrived:
    """Something has arrived, in this channel."""

    fact: Fact
    community: int
    channel: Ref


@dataclass(frozen=True, slots=True)
class ViewGone:
    """A live view hangs there no more: somebody took it away, or its thread, or the channel.

    What is left of it is taken back.

    `fact` is what its post told of: its kind and its subject are those of the view.
    """

    fact: Fact
    community: int
    channel: Ref


@dataclass(frozen=True, slots=True)
class DeliveryHindered:
    """A way was closed that facilitators can open; `remedy` says how, in words.

    What was to be delivered goes another way, if there is one.
    """

    fact: Fact
    community: int
    remedy: Words
    space: Ref | None = None


@dataclass(frozen=True, slots=True)
class DeliveryRefused:
    """Something could not be delivered in any way.

    `member` is whom it was for, if it was for one alone, be it by an account of theirs; what was
    posted into a room may have been for one of it, since there is no room. `space` is the id of the
    space it was to be said in, if it was for one space.
    """

    fact: Fact
    community: int
    member: int | None
    reason: str
    space: int | None = None
