"""What stands below an event for those whose it is not. Pure."""

from bot.community.facts import Fact
from bot.community.reportables import report_button
from bot.community.roles import ScopedRole
from bot.features.events.domain import Event
from bot.features.events.opportunities.handlers import EVENT
from bot.routing.interaction import Call
from bot.ui.messages import Part, row


def reportable(event: Event, call: Call) -> list[Part | None]:
    """A way to report it, for everybody but its own hosts."""
    if (ScopedRole.HOST, event.scope) in call.standing.things:
        return []
    return [row(report_button(Fact.of(EVENT, event.id), event.details.title))]
