"""Facilitators say whether events are in the list that the chat of their space keeps."""

from typing import Annotated

from bot.community.people import name_of
from bot.community.roles import Role
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.listings import views
from bot.features.events.listings.hanging import list_all, list_none
from bot.features.events.ports import Work
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Option

_ON, _OFF = "on", "off"


def _on_or_off() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"tab.{each}"), each) for each in (_ON, _OFF))


@feature.command("tab", role=Role.FACILITATOR, action="tab", carries=("state",))
async def tab(
    call: Call, work: Work, state: Annotated[str, ChoiceArg("tab", _on_or_off)] = ""
) -> Answer:
    """Tell whether events are in the Events tab of this server, and let them be there or not."""
    space = await work.people.space(call.arrival.space)
    if call.arrival.agenda is None or space is None:
        raise UserError(words("tab.none"))
    there = await work.places.agendas(space.community)
    on = any(place.space.id == space.id for place in there)
    if state == _ON and not on:
        await list_all(work, await work.places.choose_agenda(space, call.arrival.agenda), call.now)
    elif state == _OFF and (left := await work.places.leave_agenda(space)):
        await list_none(work, left, call.now)
    return Reply(views.tab(name_of(space), on=state == _ON or (on and state != _OFF)))
