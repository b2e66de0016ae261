"""What events need to remember, and the work they do it in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community.facts import Fact
from bot.community.ports import Audience
from bot.features.events.afterwards.ports import Afterwards
from bot.features.events.breakouts.ports import Breakouts
from bot.features.events.calendars.ports import Feeds
from bot.features.events.check_in.ports import CheckIns
from bot.features.events.covers.ports import Covers
from bot.features.events.dates.domain import DateState, EventDate, NotTaken
from bot.features.events.domain import Details, Event
from bot.features.events.guests.ports import Guests
from bot.features.events.reminders.domain import Before
from bot.features.events.reminders.ports import Reminders
from bot.features.events.rooms.ports import Rooms
from bot.features.events.rsvps.domain import Answer, Attendee, Response, Rsvp, Says
from bot.features.events.rsvps.outcomes import Attending, Below, Lowering, Outcome
from bot.features.events.waiting_list.domain import Place
from bot.matching.ports import Acquaintances
from bot.work import Work as CoreWork


@dataclass(frozen=True, slots=True)
class Happening:
    """A date with the event that it is a date of."""

    event: Event
    date: EventDate


@dataclass(frozen=True, slots=True)
class LockedDate:
    """A date and what a member has said of it, which nobody else changes until the work is done.

    `reminders` are those that they have of the event.
    """

    happening: Happening
    rsvp: Rsvp | None
    reminders: tuple[Before, ...]


class Plans(Protocol):
    """The events of all communities, as their hosts planned them."""

    async def add(
        self,
        community: int,
        details: Details,
        by: int | None,
        now: datetime,
        *,
        continues: Event | None = None,
        origin: Fact | None = None,
    ) -> Event:
        """Add an event with no date yet, made of its `origin`, or one that takes over another's."""
        ...

    async def get(self, event: int) -> Event | None:
        """The event of this id."""
        ...

    async def lock(self, event: int) -> Event | None:
        """The event as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def with_uid(self, uid: str) -> Event | None:
        """The event that calendars know by this name."""
        ...

    async def change(self, event: int, details: Details, now: datetime) -> None:
        """Give an event other details: one change more in its sequence."""
        ...

    async def cancel(self, event: int, now: datetime) -> None:
        """Let it not take place: one change more in its sequence."""
        ...

    async def changed(self, event: int, now: datetime) -> None:
        """Note that something about its dates has changed: one change more in its sequence."""
        ...

    async def made_until(self, event: int, start: datetime) -> None:
        """Note up to which local start of its series there are dates."""
        ...

    async def series(self) -> list[Event]:
        """Every planned event that happens again."""
        ...

    async def any(self) -> bool:
        """Whether there is an event at all."""
        ...

    async def in_community(self, community: int, limit: int) -> list[Event]:
        """The events of a community, also those that are over, the newest first."""
        ...

    async def without_host(self, community: int, now: datetime) -> list[Event]:
        """Planned events with dates to come that are in nobody's hands, by id."""
        ...

    async def continued_by(self, event: int) -> Event | None:
        """The event that has taken over the later dates of this one."""
        ...

    async def name_host(self, event: int, member: int, *, named: bool) -> None:
        """Note whether a host wants to be named on the open page of an event."""
        ...

    async def named_hosts(self, event: int) -> set[int]:
        """Who wants to be named on the open page of an event, whether they are hosts or not."""
        ...


class Dates(Protocol):
    """The dates of events. What is changed about one is changed with its row locked."""

    async def add(self, event: Event, starts: Sequence[datetime]) -> list[EventDate]:
        """Add dates at these local starts; those that there are already are left alone."""
        ...

    async def get(self, date: int) -> EventDate | None:
        """The date of this id."""
        ...

    async def happening(self, date: int) -> Happening | None:
        """The date of this id with its event."""
        ...

    async def lock(self, date: int) -> EventDate | None:
        """The date as it is now; nobody else changes it before this unit of work ends."""
        ...

    async def of(self, event: int) -> list[EventDate]:
        """All dates of an event, by their original starts."""
        ...

    async def to_come(self, event: int, now: datetime) -> list[EventDate]:
        """The dates of an event that are planned and not over, soonest first."""
        ...

    async def in_community(self, community: int, now: datetime, limit: int) -> list[Happening]:
        """The soonest planned dates of a community that are not over."""
        ...

    async def without_present_host(self, community: int, now: datetime) -> list[Happening]:
        """The soonest planned dates of a community that no host looks after who is in a chat."""
        ...

    async def of_attendee(self, who: Attendee, now: datetime) -> list[tuple[Happening, Rsvp]]:
        """The dates not over that somebody has answered, with what they said, soonest first."""
        ...

    async def move(self, date: int, start: datetime, zone: str, minutes: int) -> None:
        """Let a date be at another local time, of which people are told again."""
        ...

    async def move_all(
        self, starts: Sequence[tuple[int, datetime]], zone: str, minutes: int
    ) -> None:
        """Let dates be when their series gives them these local starts from now on."""
        ...

    async def realign(self, now: datetime) -> list[Happening]:
        """Work out anew when dates begin, since zones change: those at another instant now."""
        ...

    async def place(self, date: int, venue: str | None, link: str | None) -> None:
        """Let a date be elsewhere than its event says; `None`: where that says."""
        ...

    async def set_state(self, date: int, state: DateState) -> None:
        """Cancel a date, or leave it out of its series, of which people are told."""
        ...

    async def hand_over(self, dates: Collection[int], event: int) -> None:
        """Let dates be another event's, with all that was answered to them."""
        ...

    async def over(self, since: datetime, now: datetime) -> list[Happening]:
        """Planned dates that ended after `since` and by now."""
        ...

    async def lately_over(self, since: datetime, now: datetime) -> list[EventDate]:
        """The same without their events, in one statement: for what is asked at every tick."""
        ...

    async def ended(self, community: int, now: datetime, limit: int) -> list[Happening]:
        """The planned dates of a community that were last, the last one first."""
        ...

    async def begun(self, since: datetime, now: datetime) -> list[EventDate]:
        """Planned dates that began after `since` and by now, in one statement, too."""
        ...


class Rsvps(Protocol):
    """Who comes. Every change locks the date first, and passes on the seats that it frees.

    A change returns `None` where there is no such date, or nobody to change anything for.
    """

    async def lock(self, date: int, member: int) -> LockedDate | None:
        """A date as it is now, with what a member has said: for them to answer next."""
        ...

    async def answer(
        self, date: int, who: Attendee, response: Says, now: datetime, *, approved: bool = False
    ) -> Outcome | NotTaken | None:
        """Answer a date, in the place of what was answered before, of which it may be made.

        Where a host lets people in, a yes waits for that, unless it is `approved`.
        """
        ...

    async def answer_locked(
        self, locked: LockedDate, who: Attendee, response: Says, now: datetime
    ) -> Outcome | NotTaken:
        """Answer a date that was locked for this."""
        ...

    async def take_standing(self, date: int, now: datetime) -> None:
        """Let everybody who answered its series have answered a date that is new."""
        ...

    async def take(self, date: int, answers: Sequence[tuple[int, Response]], now: datetime) -> None:
        """Let these members have answered a date that nobody has, in this order."""
        ...

    async def admit(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        """Let a yes count that was pending."""
        ...

    async def withdraw(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        """Forget an answer."""
        ...

    async def let_in(self, date: int, who: Attendee, now: datetime) -> Outcome | None:
        """Give somebody all the seats they asked for, past the limit if need be: a host's hand."""
        ...

    async def move(
        self, date: int, who: Attendee, before: Attendee | None, now: datetime
    ) -> Outcome | None:
        """Put somebody who waits before somebody else who does, or else at the end: a host's hand.

        Seats gather for them as they did for those they are before.
        """
        ...

    async def set_capacity(
        self, date: int, capacity: int | None, now: datetime, lowering: Lowering = Lowering.ASK
    ) -> Outcome | Below | None:
        """Let there be more or fewer seats; `Below`, with nothing changed, where hosts must choose.

        More seats go to those who wait.
        """
        ...

    async def lapse(self, date: int, now: datetime) -> Outcome | None:
        """Let the offers of a date lapse whose time is over, and pass on what they held."""
        ...

    async def settle(self, date: int, now: datetime) -> Outcome | None:
        """Pass on whatever seats are free."""
        ...

    async def recount(self, community: int) -> list[tuple[int, int]]:
        """Let the counters of dates say what there is, where answers went with their member.

        Returns the dates for which that is something else, each after its event.
        """
        ...

    async def free_seats(self, member: int, now: datetime) -> list[Outcome]:
        """Withdraw a member's answers to all dates that are to come."""
        ...


class Attendance(Protocol):
    """Who comes, waits, or has gone: what is only looked at."""

    async def get(self, date: int, who: Attendee) -> Rsvp | None:
        """What somebody has answered to a date."""
        ...

    async def place_of(self, date: EventDate, rsvp: Rsvp) -> Place | None:
        """Where this answer stands in the waiting list, and why it waits."""
        ...

    async def places_of(self, date: EventDate) -> dict[int, Place]:
        """Where each answer stands that waits, by its id."""
        ...

    async def all_of(self, date: int, answers: Collection[Answer] = ()) -> list[Attending]:
        """Who has answered, in the order of coming; only these answers, if any are named."""
        ...

    async def of_event(self, event: int) -> list[Attending]:
        """Who has answered any date of an event, by date and in the order of coming."""
        ...

    async def lapsing(self, now: datetime) -> list[tuple[int, datetime]]:
        """The planned dates with offers whose time is over, since when that of the first is."""
        ...

    async def unsettled(self, community: int, now: datetime) -> list[int]:
        """The dates of a community at which seats are free although somebody waits."""
        ...


class StandingAnswers(Protocol):
    """What members answer to a whole series."""

    async def say(self, event: int, member: int, response: Response, now: datetime) -> None:
        """Answer all dates to come, also those that are still to be made."""
        ...

    async def take_back(self, event: int, member: int) -> bool:
        """Answer dates that are still to be made no more; `False` without such an answer."""
        ...

    async def of(self, event: int) -> list[tuple[int, Response]]:
        """Who has answered a series, and what; the earliest first."""
        ...

    async def copy(self, event: int, to: int) -> None:
        """Let those who answered one series have answered another."""
        ...


class PersonalDataBook(Protocol):
    """What all this says about one person."""

    async def export(self, member: int) -> dict[str, object]:
        """All of it as plain JSON values."""
        ...

    async def erase(self, member: int) -> list[Happening]:
        """Remove it; returns the dates they had answered, at which seats may be free now."""
        ...


class EventsBook(Protocol):
    """All that events remember."""

    @property
    def plans(self) -> Plans: ...
    @property
    def dates(self) -> Dates: ...
    @property
    def rsvps(self) -> Rsvps: ...
    @property
    def attendance(self) -> Attendance: ...
    @property
    def standing_answers(self) -> StandingAnswers: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def guests(self) -> Guests: ...
    @property
    def check_ins(self) -> CheckIns: ...
    @property
    def breakouts(self) -> Breakouts: ...
    @property
    def rooms(self) -> Rooms: ...
    @property
    def afterwards(self) -> Afterwards: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def covers(self) -> Covers: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def personal_data(self) -> PersonalDataBook: ...


class Work(CoreWork, Protocol):
    """The unit of work, with what events remember."""

    @property
    def events(self) -> EventsBook: ...
    @property
    def acquaintances(self) -> Acquaintances: ...
