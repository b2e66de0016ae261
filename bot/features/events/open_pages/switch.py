"""Whether a community has open pages at all: it has, until facilitators say otherwise."""

from bot.features.events.domain import Event
from bot.features.events.ports import Work

_OFF = "off"


def _name(community: int) -> str:
    return f"events.open_pages.{community}"


async def has_open_pages(work: Work, community: int) -> bool:
    """Whether the events of a community are on the web that their hosts let be there."""
    return await work.settings.get(_name(community)) != _OFF


async def turn(work: Work, community: int, *, on: bool) -> None:
    """Let a community have open pages, or none."""
    if on:
        await work.settings.drop(_name(community))
    else:
        await work.settings.put(_name(community), _OFF)


async def is_on_the_web(work: Work, event: Event) -> bool:
    """Whether anybody may see an event who is no member."""
    return event.details.on_the_web and await has_open_pages(work, event.community)
