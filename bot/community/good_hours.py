"""By day: when people may be written to who have asked for nothing just now."""

from datetime import UTC, datetime, time, timedelta

from bot.community.zones import zone

DAY_BEGINS, DAY_ENDS = 8, 21
"""The hours of somebody's own day at which nobody is woken up."""


def is_day(now: datetime, zone_name: str) -> bool:
    """Whether it is day now for somebody in this zone."""
    return DAY_BEGINS <= now.astimezone(zone(zone_name)).hour < DAY_ENDS


def by_day(now: datetime, zone_name: str) -> datetime:
    """Now, if it is day for somebody in this zone; or else when their next one begins, in UTC."""
    if is_day(now, zone_name):
        return now
    local = now.astimezone(zone(zone_name))
    day = local.date() + timedelta(days=local.hour >= DAY_ENDS)
    return datetime.combine(day, time(DAY_BEGINS), zone(zone_name)).astimezone(UTC)
