"""Who comes to one date, kept in memory: what the storage is held against."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.events.rsvps.domain import (
    Answer,
    Attendee,
    Response,
    Rsvp,
    Tally,
    lapse,
    let_in,
    offered,
    respond,
    seated,
)
from bot.features.events.waiting_list.domain import Given, Party, Policy, seat


class Room:
    """One date in memory: the same functions that the storage uses, on the whole list."""

    def __init__(self, capacity: int | None, policy: Policy, now: datetime) -> None:
        self.capacity = capacity
        self.policy = policy
        self.now = now
        self.rsvps: dict[int, Rsvp] = {}
        self.position = 0

    def answer(self, who: int, answer: Answer, party: int = 1) -> None:
        former = self.rsvps.get(who, Rsvp(1, Attendee(who), id=who))
        after = respond(former, Response(answer, party), self.now, self.position + 1)
        self.position = max(self.position, after.position)
        self.rsvps[who] = after
        self.settle(here=who)

    def settle(self, here: int = 0) -> list[int]:
        waiting = sorted((r for r in self.rsvps.values() if r.need), key=lambda r: r.position)
        parties = [Party(r.id, r.party, r.need, r.passed, here=r.id == here) for r in waiting]
        seating = seat(self.capacity, self.tally.taken, parties, self.policy, self.now)
        for party in seating.waiting:
            self.rsvps[party.rsvp] = replace(self.rsvps[party.rsvp], passed=party.passed)
        for change in seating.changes:
            rsvp = self.rsvps[change.rsvp]
            self.rsvps[change.rsvp] = (
                seated(rsvp, change.seats)
                if isinstance(change, Given)
                else offered(rsvp, change.seats, change.until)
            )
        return [change.rsvp for change in seating.changes]

    def withdraw(self, who: int) -> None:
        self.rsvps.pop(who, None)
        self.settle()

    def let_in(self, who: int) -> None:
        rsvp = self.rsvps.get(who)
        if rsvp and rsvp.answer is Answer.COMING:
            self.rsvps[who] = let_in(rsvp)
            self.settle()

    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        over = [
            (rsvp.offered_until, rsvp.position, who)
            for who, rsvp in self.rsvps.items()
            if rsvp.offered_until and rsvp.offered_until <= self.now
        ]
        for _, _, who in sorted(over):
            self.position += 1
            after = lapse(self.rsvps[who], self.position)
            if after is None:
                del self.rsvps[who]
            else:
                self.rsvps[who] = after
        self.settle()

    @property
    def tally(self) -> Tally:
        return sum((rsvp.tally for rsvp in self.rsvps.values()), Tally())

    def who(self, *, seats: bool) -> list[int]:
        found = [r for r in self.rsvps.values() if (r.seats if seats else r.need)]
        return [r.id for r in sorted(found, key=lambda r: r.position)]
