"""The pages of a door: what hosts show on a screen, and where its picture leads."""

from datetime import datetime

from bot.community.people import Member
from bot.features.events.ports import Work

SCREEN_PATH = "/check-in/{date}/{secret}"
DOOR_PATH = "/here/{code}"
MEMBER_PATH = "/here/{code}/member"
OWN_PATH = "/here/{code}/member/{key}"


def purpose(date: int) -> str:
    """What a host's secret is for that is in the address of a screen."""
    return f"events.check_in.{date}"


async def of_screen(work: Work, date: int, host: Member, now: datetime) -> str:
    """What a host shows on a screen, as long as they are one."""
    secret = await work.secrets.of(host.id, purpose(date), now)
    return work.address(SCREEN_PATH.format(date=date, secret=secret))


def of_door(work: Work, code: str) -> str:
    """Where somebody is led who scans what the screen shows."""
    return work.address(DOOR_PATH.format(code=code))
