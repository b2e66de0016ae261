"""The values of what is said with a command or a button: in a line, in fields, on the button."""

from dataclasses import replace

from bot.routing.argument_reader import ArgumentReader, Values
from bot.routing.declared import VisitRoute
from bot.routing.interaction import Pressed, Visit
from bot.routing.routes import Routed
from bot.work import Work


async def said_on(visit: Visit, work: Work, routed: Routed, found: VisitRoute) -> Values:
    """What somebody who is no member says with a command or a button."""
    if isinstance(routed.request, Pressed):
        return await ArgumentReader(visit, work).button(found, routed.request.value)
    assert routed.command is not None  # noqa: S101  # there is one for every visit
    said = replace(routed.command, args=routed.command.typed)  # as the visit declares them
    return await said_with(ArgumentReader(visit, work, said), routed)


async def said_with(reader: ArgumentReader, routed: Routed) -> Values:
    """What stands in a line, or in fields."""
    if routed.line:
        return await reader.line(routed.line.line, routed.line.position, routed.files)
    return await reader.fields(routed.given)
