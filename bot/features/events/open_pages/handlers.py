"""Open pages in chats: their addresses, who is named there, and whether there are any."""

from typing import Annotated

from bot.community.roles import Role, ScopedRole
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.domain import Event
from bot.features.events.listings.hanging import show_all_anew
from bot.features.events.listings.views import tab_button
from bot.features.events.lookup import SeenEvent, seen
from bot.features.events.open_pages import addresses, replies
from bot.features.events.open_pages.switch import has_open_pages, is_on_the_web, turn
from bot.features.events.ports import Happening, Work
from bot.routing.arguments import ChoiceArg, ThingArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Option

_ON, _OFF = "on", "off"
NamedEvent = Annotated[Happening, ThingArg("my_event", seen)]
"""One's own are offered; whoever names another's is told that only its hosts are named."""


def _on_or_off() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"pages.{each}"), each) for each in (_ON, _OFF))


@feature.command("page", action="page", carries=("event",))
async def page(call: Call, work: Work, event: SeenEvent) -> Answer:
    """Tell where an event is on the web, to be passed on."""
    return await _page(call, work, event.event)


@feature.command("page named", action="page_named", carries=("event",))
async def named(call: Call, work: Work, event: NamedEvent) -> Answer:
    """Let a host be named on the page of their event."""
    return await _name(call, work, event.event, named=True)


@feature.command("page unnamed", action="page_unnamed", carries=("event",))
async def unnamed(call: Call, work: Work, event: NamedEvent) -> Answer:
    """Let a host not be named on the page of their event."""
    return await _name(call, work, event.event, named=False)


async def _name(call: Call, work: Work, event: Event, *, named: bool) -> Answer:
    if not _is_host(call, event):
        raise UserError(words("page.not_host"))
    await work.events.plans.name_host(event.id, call.me.id, named=named)
    return await _page(call, work, event)


async def _page(call: Call, work: Work, event: Event) -> Answer:
    if not await is_on_the_web(work, event):
        return Reply(replies.no_page(event), refused=True)
    named = call.me.id in await work.events.plans.named_hosts(event.id)
    address, guests = addresses.of_event(work, event), work.mailboxes.served
    known = named if _is_host(call, event) else None
    return Reply(replies.page(event, address, named=known, guests=guests))


def _is_host(call: Call, event: Event) -> bool:
    return (ScopedRole.HOST, event.scope) in call.standing.things


@feature.command("pages", role=Role.FACILITATOR, action="pages", carries=("state",))
async def pages(
    call: Call, work: Work, state: Annotated[str, ChoiceArg("pages", _on_or_off)] = ""
) -> Answer:
    """Tell whether events are on the open web, and let them be there or not."""
    community = call.community.id
    if state:
        await turn(work, community, on=state == _ON)
        await show_all_anew(work, community, call.now)
    on = await has_open_pages(work, community)
    beside = [tab_button()] if call.arrival.agenda else []
    return Reply(replies.pages(addresses.of_list(work, community), on=on, beside=beside))
