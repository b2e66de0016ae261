"""What people answer to a date of an event, and what that takes of its seats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

MOST_PARTY = 10
"""How many may come by one answer, whoever answers among them."""

LAPSES_AT_MOST = 1
"""How often an offer may lapse before whoever lets it lapse is off the waiting list."""


class Answer(StrEnum):
    """Whether somebody comes."""

    COMING = "coming"
    MAYBE = "maybe"
    NO = "no"


class Pending(StrEnum):
    """What a yes waits for before it asks for a seat."""

    NOTHING = ""
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who answers: a member, or a guest."""

    member: int | None = None
    guest: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody answers: with how many they come, and whether their name is for hosts alone."""

    answer: Answer
    party: int = 1
    hidden: bool = False


Respond = Callable[["Rsvp | None"], Response]
"""What somebody answers, by what they had answered before."""

Says = Response | Respond


@dataclass(frozen=True, slots=True)
class Tally:
    """The counters of a date: people for the first three, answers for the others.

    `seated` have a seat, `offered` ones are held for people who are asked whether they still want
    them, `waiting` wait for one.
    """

    seated: int = 0
    offered: int = 0
    waiting: int = 0
    maybe: int = 0
    declined: int = 0
    pending: int = 0

    @property
    def taken(self) -> int:
        """Seats that are nobody else's."""
        return self.seated + self.offered

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.seated + other.seated,
            self.offered + other.offered,
            self.waiting + other.waiting,
            self.maybe + other.maybe,
            self.declined + other.declined,
            self.pending + other.pending,
        )

    def __neg__(self) -> "Tally":
        return Tally(
            -self.seated,
            -self.offered,
            -self.waiting,
            -self.maybe,
            -self.declined,
            -self.pending,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        return self + -other


@dataclass(frozen=True, slots=True)
class Rsvp:
    """Somebody's answer to a date. Of a party that comes, `seats + offered + need == party`.

    `position` is their place in the order of coming, and in the waiting list while they `need`
    seats; `passed` counts the smaller parties that were given seats before them, `lapses` the
    offers that they let lapse. `by_hand`: a host let them in. `standing`: they answered the series.
    """

    date: int
    who: Attendee
    id: int = 0
    answer: Answer = Answer.NO
    party: int = 0
    hidden: bool = False
    seats: int = 0
    offered: int = 0
    offered_until: datetime | None = None
    need: int = 0
    position: int = 0
    passed: int = 0
    lapses: int = 0
    pending: Pending = Pending.NOTHING
    by_hand: bool = False
    standing: bool = False
    answered_at: datetime | None = None

    @property
    def response(self) -> Response:
        """What they have answered."""
        return Response(self.answer, self.party, self.hidden)

    @property
    def in_line(self) -> bool:
        """Whether they wait for seats, or have been offered some."""
        return bool(self.need or self.offered)

    @property
    def tally(self) -> Tally:
        """What this answer adds to the counters of its date."""
        if self.answered_at is None:
            return Tally()
        return Tally(
            self.seats,
            self.offered,
            self.need,
            maybe=int(self.answer is Answer.MAYBE),
            declined=int(self.answer is Answer.NO),
            pending=int(self.pending is not Pending.NOTHING),
        )


def respond(
    rsvp: Rsvp,
    response: Response,
    now: datetime,
    position: int,
    pending: Pending = Pending.NOTHING,
) -> Rsvp:
    """An RSVP once its owner has answered this; the seats it needs are given by `waiting_list`.

    Answering again replaces. Whoever has seats keeps them as far as they are still wanted; whoever
    wants more of them than they have waits for the rest at the end of the line (`position`), and
    whoever waits already keeps their place there. A yes takes up an open offer. A yes that is still
    `pending` takes no seat, unless it was let in before.
    """
    said = replace(
        rsvp,
        answer=response.answer,
        party=response.party if response.answer is Answer.COMING else 0,
        hidden=response.hidden,
        answered_at=now,
        standing=False,
    )
    if response.answer is not Answer.COMING:
        return _without_seats(said, position=0, pending=Pending.NOTHING)
    if pending and not rsvp.seats and not rsvp.in_line:
        asked = rsvp.position if rsvp.pending else position
        return _without_seats(said, position=asked, pending=pending)
    return claiming(said, position)


def claiming(rsvp: Rsvp, position: int) -> Rsvp:
    """The RSVP of somebody who comes and asks for the seats that their party still lacks."""
    held = min(rsvp.seats + rsvp.offered, rsvp.party)
    need = rsvp.party - held
    known = rsvp.seats > 0 or rsvp.in_line or rsvp.pending is not Pending.NOTHING
    joins = not known or (need > 0 and not rsvp.in_line and held > 0)
    return replace(
        rsvp,
        seats=held,
        offered=0,
        offered_until=None,
        need=need,
        position=position if joins else rsvp.position,
        passed=rsvp.passed if need and rsvp.in_line else 0,
        lapses=0,
        pending=Pending.NOTHING,
        by_hand=rsvp.by_hand and held > 0,
    )


def seated(rsvp: Rsvp, seats: int) -> Rsvp:
    """An RSVP that was given seats that it needed."""
    return replace(rsvp, seats=rsvp.seats + seats, need=rsvp.need - seats, passed=0)


def offered(rsvp: Rsvp, seats: int, until: datetime) -> Rsvp:
    """An RSVP for which seats that it needs are held until then."""
    return replace(
        rsvp, offered=rsvp.offered + seats, offered_until=until, need=rsvp.need - seats, passed=0
    )


def let_in(rsvp: Rsvp) -> Rsvp:
    """An RSVP that a host lets in, whether there is room or not."""
    in_ = replace(rsvp, seats=rsvp.party, offered=0, offered_until=None, need=0, by_hand=True)
    return replace(in_, passed=0, pending=Pending.NOTHING)


def lapse(rsvp: Rsvp, position: int) -> Rsvp | None:
    """An RSVP whose offer was not taken up in time; `None` if it is to be forgotten.

    The first time it goes to the end of the line. Then it waits no more: who has seats keeps those.
    """
    if rsvp.lapses < LAPSES_AT_MOST:
        back = replace(rsvp, offered=0, offered_until=None, need=rsvp.need + rsvp.offered)
        return replace(back, position=position, passed=0, lapses=rsvp.lapses + 1)
    if not rsvp.seats:
        return None
    return replace(rsvp, party=rsvp.seats, offered=0, offered_until=None, need=0, lapses=0)


def sent_back(holding: Sequence[Rsvp], over: int) -> list[tuple[Rsvp, Rsvp]]:
    """Who waits again when so many seats are too many, as they were and as they are then.

    Offers are taken back first, then the last to come lose their seats, whole parties; their
    positions are still to be given. In the order of coming.
    """
    by_position = sorted(holding, key=lambda each: each.position)
    back: dict[int, Rsvp] = {}
    for rsvp in reversed(by_position):
        if rsvp.offered and over > 0:
            over -= rsvp.offered
            waits = replace(rsvp, offered=0, offered_until=None, need=rsvp.need + rsvp.offered)
            back[rsvp.id] = waits
    for rsvp in reversed(by_position):
        if rsvp.seats and over > 0:
            over -= rsvp.seats
            waits = replace(rsvp, seats=0, offered=0, offered_until=None, need=rsvp.party)
            back[rsvp.id] = replace(waits, by_hand=False)
    return [(rsvp, back[rsvp.id]) for rsvp in by_position if rsvp.id in back]


def same(rsvp: Rsvp, response: Response) -> bool:
    """Whether somebody has answered just this."""
    party = response.party if response.answer is Answer.COMING else 0
    return rsvp.response == replace(response, party=party)


def _without_seats(rsvp: Rsvp, position: int, pending: Pending) -> Rsvp:
    return replace(
        rsvp,
        seats=0,
        offered=0,
        offered_until=None,
        need=0,
        position=position,
        passed=0,
        lapses=0,
        pending=pending,
        by_hand=False,
    )


def better(one: Rsvp, other: Rsvp) -> Rsvp:
    """Of two answers of one person that which is kept: seats, before an offer, before a place.

    Between two of a kind, that which was first in the order of coming.
    """
    kinds = (Answer.COMING, Answer.MAYBE, Answer.NO)

    def rank(rsvp: Rsvp) -> tuple[bool, bool, bool, int, int, int]:
        return (
            not rsvp.seats,
            not rsvp.offered,
            not rsvp.need,
            kinds.index(rsvp.answer),
            rsvp.position,
            rsvp.id,
        )

    return min(one, other, key=rank)
