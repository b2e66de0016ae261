"""The parts of a phrase by what they are, if they can stand together."""

from dataclasses import dataclass, replace
from typing import Any

from bot.community.dates.parser import Parts
from bot.community.dates.parts import (
    Ahead,
    AllDay,
    Also,
    AroundNoon,
    Bound,
    Clock,
    ClockSpan,
    Days,
    DaySpan,
    Length,
    Moments,
    Part,
    PartOfDay,
    Repeats,
    Zones,
)
from bot.community.dates.when import DayPart

_NAMES: dict[type[Part], str] = {
    Length: "length",
    Ahead: "ahead",
    Zones: "zones",
    Also: "also",
    AroundNoon: "around_noon",
    AllDay: "all_day",
    Repeats: "repeats",
    Bound: "bound",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a phrase says, by what it is about."""

    days: Days | DaySpan | Moments | None = None
    clock: Clock | ClockSpan | None = None
    part: DayPart | None = None
    length: Length | None = None
    ahead: Ahead | None = None
    zones: Zones | None = None
    also: Also | None = None
    around_noon: AroundNoon | None = None
    all_day: AllDay | None = None
    repeats: Repeats | None = None
    bound: Bound | None = None

    @classmethod
    def of(cls, parts: Parts) -> "Contents | None":
        said = cls()
        for part in parts:
            added = said._with(part)
            if added is None:
                return None
            said = added
        return said if said._makes_sense() else None

    def _with(self, part: Part) -> "Contents | None":
        match part:
            case Days():
                if self.days is None:
                    return replace(self, days=part)
                both = self.days.also(part) if isinstance(self.days, Days) else None
                return replace(self, days=both) if both else None
            case DaySpan() | Moments():
                return None if self.days else replace(self, days=part)
            case Clock() | ClockSpan():
                return None if self.clock else replace(self, clock=part)
            case PartOfDay(name):
                return replace(self, part=name)
            case Also() if not self.clock:
                return None
        added: dict[str, Any] = {_NAMES[type(part)]: part}
        return replace(self, **added)

    def _makes_sense(self) -> bool:
        if isinstance(self.days, Days):
            bare = self.days.bare and self.part and not self.clock
            if bare or self.days.incomplete or (self.days.year and not self.days.month):
                return False
        if isinstance(self.days, Moments):
            return not (self.clock or self.part or self.length or self.repeats)
        if self.ahead:
            return not (self.days or self.clock or self.part or self.repeats)
        if (self.bound and not self.repeats) or (self.zones and not (self.clock or self.part)):
            return False
        if self.clock and self.clock.weak and not (self.days or self.repeats or self.part):
            return False
        if self.part and self.length and not self.clock:
            return False  # "samedi soir 20h" is no evening of 20 hours
        if self.all_day:
            return bool(self.days) and not (self.clock or self.part or self.around_noon)
        return bool(self.days or self.clock or self.repeats or self.part)

    @property
    def once_more(self) -> "Contents | None":
        """The same with the other clock and zone that are said, if any are."""
        if self.also is None:
            return None
        return replace(self, clock=self.also.clock, zones=self.also.zones, also=None)

    def zone_names(self, mine: str) -> tuple[str, ...]:
        if self.zones is None or not self.zones.names or mine in self.zones.names:
            return (mine,)
        return self.zones.names
