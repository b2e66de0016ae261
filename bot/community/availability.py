"""When people can usually meet: parts of the week in their own time, hours of the week in UTC."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from bot.community.zones import zone
from bot.ui.folding import folded

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {"morning": range(9, 12), "afternoon": range(12, 17), "evening": range(17, 21)}
"""The hours of a day, in local time, that each word covers."""

SLOTS = tuple(f"{day} {part}" for day in DAYS for part in PARTS)
"""Every slot, such as "tue morning", from Monday on."""

WEEK = 7 * 24


def read_slot(text: str) -> str:
    """Return the slot that `text` names, with the day in full or short; `ValueError` if none."""
    day, _, part = folded(text).partition(" ")
    slot = f"{day[:3]} {part}"
    if slot not in SLOTS or not _FULL[day[:3]].startswith(day):
        raise ValueError(text)
    return slot


def hours_of_week(slots: Iterable[str], zone_name: str, now: datetime) -> int:
    """The slots as a mask of the 168 hours of a week in UTC, bit 0 being Monday 00:00.

    Local time is taken as it is in the week of `now`. No slots at all give 0, "not known", and so
    do those of somebody whose time zone is not known (""): nobody can tell which hours they are.
    """
    if not zone_name:
        return 0
    local = now.astimezone(zone(zone_name))
    monday = local.date() - timedelta(days=local.weekday())
    mask = 0
    for slot in slots:
        day, part = slot.split(" ")
        for hour in PARTS[part]:
            on = monday + timedelta(days=DAYS.index(day))
            at = datetime.combine(on, time(hour), tzinfo=zone(zone_name)).astimezone(UTC)
            if at.minute:  # a zone off by half an hour: the next whole hour, if it is free too
                if hour + 1 not in PARTS[part]:
                    continue
                at += timedelta(hours=1)
            mask |= 1 << (at.weekday() * 24 + at.hour)
    return mask


def next_moments(mask_in: Callable[[datetime], int], after: datetime, count: int) -> list[datetime]:
    """The next whole hours (UTC, aware) that are in the mask, at most one a day.

    `mask_in` gives the mask for the week of an instant: it differs over a clock change.
    """
    masks: dict[date, int] = {}
    hour = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    found: list[datetime] = []
    for _ in range(2 * WEEK):
        hour += timedelta(hours=1)
        if hour.date() not in masks:
            masks[hour.date()] = mask_in(hour)
        taken = found and found[-1].date() == hour.date()
        if masks[hour.date()] >> (hour.weekday() * 24 + hour.hour) & 1 and not taken:
            found.append(hour)
            if len(found) == count:
                break
    return found


_FULL = {
    name[:3]: name
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
