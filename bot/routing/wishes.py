"""What somebody wanted who was asked first: it stands on the button that says yes, nowhere else."""

import json
from dataclasses import replace

from bot.routing.interaction import Dialog, Filled, Pressed, Reply, Request, Shown, Typed, Update
from bot.routing.routes import Routed
from bot.ui.commands import SlashCommand
from bot.ui.messages import Button, Message, row, say
from bot.ui.words import WordBook

words = WordBook("bot")

MOST_BYTES = 80
"""What of a button's value a wish may take; a longer one is not kept."""

_ASK_WHAT_IT_IS = ("guide.help", "kindred help")  # who is asked has been told


def wish(routed: Routed) -> str:
    """What was asked for, as a button can carry it; empty if it is nothing that members may do."""
    declared = routed.command or routed.action
    if declared is None or declared.needs.for_facilitators or declared.key in _ASK_WHAT_IT_IS:
        return ""
    match routed.request:
        case Pressed(action=action, value=value):
            text = f"!{action}:{value}"
        case Typed(text=typed, files=()) if routed.names_a_command or routed.talk:
            text = f"={typed.strip()}"
        case Filled(command=command, values=values) if all(
            isinstance(each, str) for each in values.values()
        ):
            text = json.dumps([command, dict(values)], ensure_ascii=False, separators=(",", ":"))
        case _:
            return ""
    return text if len(text.encode()) <= MOST_BYTES else ""


def read_wish(text: str) -> Request | None:
    """What stands on a button as `wish` wrote it; `None` for anything else."""
    if text.startswith("="):
        return Typed(text[1:])
    if text.startswith("!"):
        action, _, value = text[1:].partition(":")
        return Pressed(action, value)
    try:
        command, values = json.loads(text)
        return Filled(str(command), dict(values))
    except (TypeError, ValueError):
        return None


def together(first: Reply, routed: Routed, then: Shown | None) -> Reply:
    """The answer to a yes, and what was wanted below it; a form stays a tap away."""
    match then:
        case Reply(message=message) | Update(message=message):
            added = message.blocks
        case Dialog():
            added = _once_more(routed).blocks
        case None:
            return first
    return replace(first, message=replace(first.message, blocks=first.message.blocks + added))


def _once_more(routed: Routed) -> Message:
    if isinstance(routed.request, Pressed):
        go_on = Button(words.text("button.go_on"), routed.request.action, routed.request.value)
        return say(words("wish.form"), row(go_on))
    key = routed.command.key if routed.command else ""
    return say(words("wish.once_more", command=SlashCommand(key)))
