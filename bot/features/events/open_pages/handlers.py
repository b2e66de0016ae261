"""Open pages in chats: their addresses, who is named there, and whether there are any."""

from typing import Annotated

from bot.community.roles import Role, ScopedRole
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.domain import Event
from bot.features.events.lookup import SeenEvent
from bot.features.events.open_pages import addresses, replies
from bot.features.events.open_pages.switch import has_open_pages, is_on_the_web, turn
from bot.features.events.ports import Work
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Option

_NAMED, _UNNAMED = "named", "unnamed"
_ON, _OFF = "on", "off"


def _about_me() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"page.{each}"), each) for each in (_NAMED, _UNNAMED))


def _on_or_off() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"pages.{each}"), each) for each in (_ON, _OFF))


@feature.command("page", action="page", carries=("event", "me"))
async def page(
    call: Call,
    work: Work,
    event: SeenEvent,
    me: Annotated[str, ChoiceArg("me", _about_me, after=("me",))] = "",
) -> Answer:
    """Tell where an event is on the web; a host says whether they are named there."""
    there = event.event
    if not await is_on_the_web(work, there):
        return Reply(replies.no_page(there), refused=True)
    hosts = _is_host(call, there)
    if me and not hosts:
        raise UserError(words("page.not_host"))
    if me:
        await work.events.plans.name_host(there.id, call.me.id, named=me == _NAMED)
    named = call.me.id in await work.events.plans.named_hosts(there.id)
    address = addresses.of_event(work, there)
    guests = work.mailboxes.served
    return Reply(replies.page(there, address, named=named if hosts else None, guests=guests))


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
    on = await has_open_pages(work, community)
    return Reply(replies.pages(addresses.of_list(work, community), on=on))
