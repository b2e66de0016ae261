"""The addresses at which calendars are read: one for everybody, the others known to one member."""

from datetime import datetime

from bot.community.people import Member
from bot.features.events.ports import Work

COMMUNITY_PATH = "/calendars/community/{community}.ics"
NETWORK_PATH = "/calendars/network/{network}/{secret}.ics"
OWN_PATH = "/calendars/mine/{secret}.ics"

OWN = "events.calendar"
"""What a member's secret is for that is in the address of their own calendar."""


def for_network(network: int) -> str:
    """What a member's secret is for that is in the address of a network's calendar."""
    return f"events.calendar.network.{network}"


def of_community(work: Work, community: int) -> str:
    """Where everybody reads the events that everybody may come to."""
    return work.address(COMMUNITY_PATH.format(community=community))


async def of_network(work: Work, network: int, member: Member, now: datetime) -> str:
    """Where one member reads the events of a network, for as long as they belong to it."""
    secret = await work.secrets.of(member.id, for_network(network), now)
    return work.address(NETWORK_PATH.format(network=network, secret=secret))


async def of_member(work: Work, member: Member, now: datetime) -> str:
    """Where a member reads what they said yes to."""
    return work.address(OWN_PATH.format(secret=await work.secrets.of(member.id, OWN, now)))
