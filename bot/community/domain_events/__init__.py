"""What has happened, in the past tense: any feature can hear it, in the same unit of work.

An event carries facts: ids and kinds. Raise one with `work.domain_events.append(…)`, hear it with
`@feature.when(…)`.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community.domain_events.challenges import (
    ChallengeClosed,
    ChallengeJoined,
    ChallengeLeft,
    ChallengeOpened,
)
from bot.community.domain_events.conversations import (
    CameIn,
    MeetingRefused,
    OutOfReach,
    PlaceLost,
    PlacesChanged,
    RoomNotShared,
    Said,
    SpokeTooLate,
    StrangerSpoke,
    WentUnread,
    WordsMissed,
    WordsReadBack,
)
from bot.community.domain_events.events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    EventOutcomeTold,
    EventPlanned,
    EventRelocated,
    RsvpChanged,
    SeatGiven,
    SeatLost,
    SeatOffered,
    WantedToTalkAgain,
)
from bot.community.facts import Fact
from bot.community.people import Account, Ref, Space
from bot.community.permissions import Missing
from bot.community.places import Purpose
from bot.ui.messages import Words

__all__ = [
    "AccountAdded",
    "AccountGone",
    "CameIn",
    "ChallengeClosed",
    "ChallengeJoined",
    "ChallengeLeft",
    "ChallengeOpened",
    "ChannelGone",
    "DeliveryArrived",
    "DeliveryHindered",
    "DeliveryRefused",
    "EventCancelled",
    "EventChanged",
    "EventHeld",
    "EventOutcomeTold",
    "EventPlanned",
    "EventRelocated",
    "HelperChanged",
    "IntroductionMet",
    "MeetingRefused",
    "MemberChanged",
    "MemberJoined",
    "MemberLeft",
    "MembersMerged",
    "OutOfReach",
    "PeerAssistHeld",
    "PermissionsChanged",
    "PlaceLost",
    "PlacesChanged",
    "QuestionFellDue",
    "RecordForgotten",
    "RoomNotShared",
    "RoomOpened",
    "RoundClosed",
    "RoundOpened",
    "RsvpChanged",
    "Said",
    "SeatGiven",
    "SeatLost",
    "SeatOffered",
    "SpaceLost",
    "SpaceRegained",
    "SpokeTooLate",
    "StrangerSpoke",
    "TakenDown",
    "ViewGone",
    "WantedToTalkAgain",
    "WentUnread",
    "WordsMissed",
    "WordsReadBack",
]

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
class MemberJoined:
    """An account has become that of a new member, or of one who was listed by this address."""

    community: int
    member: int
    account: Ref
    email: str


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


# Ideas ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HelperChanged:
    """Somebody would help host what comes of this, and be named as that; or not any more."""

    about: Fact
    community: int
    member: int
    hosts: bool
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
class ChannelChosen:
    """A channel, known by the id of its place, was chosen for these purposes."""

    community: int
    place: int
    purposes: frozenset[Purpose]


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
class QuestionFellDue:
    """It is day for the member of this fact, who is to be asked a favour (`work.questions`).

    Whoever asks it says so now; or drops it, if it is needed no more.
    """

    fact: Fact
    community: int
    at: datetime


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
