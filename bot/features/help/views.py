"""What helps people find their way. Pure: from what is declared to messages."""

from collections.abc import Sequence

from bot.features.help import words
from bot.routing.interaction import CommandHelp
from bot.ui.commands import named
from bot.ui.messages import Button, Heading, Message, Plain, RichText, bullets, say

HELP = named("kindred help")


def overview(commands: Sequence[CommandHelp]) -> Message:
    """Every command that somebody may use, with what it does."""
    theirs = [each for each in commands if each.for_facilitators]
    return say(
        Heading(words.text("help.title")),
        words("help.intro"),
        bullets(_line(each) for each in commands if not each.for_facilitators),
        Heading(words.text("help.facilitators")) if theirs else None,
        bullets(_line(each) for each in theirs),
        words("help.everywhere"),
    )


def _line(command: CommandHelp) -> RichText:
    return command.usage, Plain(" — "), *command.help


def help_button() -> Button:
    """Leads to everything that there is to say."""
    return Button(words.text("button.help"), "guide.help", command=HELP())
