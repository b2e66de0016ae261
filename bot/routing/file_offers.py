"""What can be done with a file that somebody gave without a word: a button for each command."""

from collections.abc import Iterator, Sequence

from bot.community.roles import Standing, may
from bot.errors import UserError
from bot.routing.arguments import Arg, FileArg
from bot.routing.declared import Action, Command
from bot.routing.registry import Registry
from bot.ui.capabilities import FLOOR, short
from bot.ui.commands import SlashCommand
from bot.ui.files import GivenFile
from bot.ui.messages import Button, Message, RichText, bullets, plain, row, say
from bot.ui.typed import given_file
from bot.ui.words import WordBook

words = WordBook("bot")


def offered(registry: Registry, standing: Standing, files: Sequence[GivenFile]) -> Message:
    """What can be done with what was given, for somebody of this standing.

    Raises `UserError` if there is nothing, and says why.
    """
    file, *more = files
    if more:
        raise UserError(words("file.one_at_a_time"))
    taking = list(_taking(registry, standing))
    if not taking:
        raise UserError(words("file.not_for_you", name=file.name))
    fit = [(command, arg) for command, arg in taking if not _fault(file, _kind(arg))]
    if not fit:
        raise UserError(_fault(file, *(_kind(arg) for _, arg in taking)))
    buttons = [button for command, arg in fit if (button := _button(registry, command, arg, file))]
    return say(
        words("file.what", name=file.name),
        bullets(_line(command) for command, _ in fit),
        row(*buttons[: FLOOR.buttons_per_row]) if buttons else None,
    )


def _taking(registry: Registry, standing: Standing) -> Iterator[tuple[Command, Arg]]:
    """The commands that take a file and may be used; of several that do the same, the first."""
    handlers = set[object]()
    for command in registry.commands.values():
        arg = next((arg for arg in command.typed if isinstance(arg.kind, FileArg)), None)
        if arg and command.handler not in handlers and may(standing, command.needs, "any"):
            handlers.add(command.handler)
            yield command, arg


def _kind(arg: Arg) -> FileArg:
    assert isinstance(arg.kind, FileArg)  # noqa: S101  # asked by the only caller
    return arg.kind


def _fault(file: GivenFile, *kinds: FileArg) -> str:
    """Why a file is of none of these kinds; empty if it is of one."""
    extensions = tuple(each for kind in kinds for each in kind.extensions)
    try:
        given_file(file.as_typed(), extensions, max(kind.most for kind in kinds))
    except ValueError as wrong:
        return str(wrong)
    return ""


def _button(registry: Registry, command: Command, arg: Arg, file: GivenFile) -> Button | None:
    """A button that gives the file to the command, if there is one that can carry it."""
    action = next((a for a in registry.actions.values() if a.handler is command.handler), None)
    value = carrying(action, arg.parameter, file) if action else ""
    if not action or not value:
        return None
    label = short(plain(command.help()), FLOOR.button_label)
    return Button(label, action.key, value, "primary", SlashCommand(command.key))


def carrying(action: Action, parameter: str, file: GivenFile) -> str:
    """The value of a button that carries nothing but a file; empty if it cannot."""
    if parameter not in action.carries:
        return ""
    before = ":" * action.carries.index(parameter)
    carried = file.as_carried(FLOOR.route_bytes - len(f"{action.key}:{before}".encode()))
    return f"{before}{carried}" if carried else ""


def _line(command: Command) -> RichText:
    return words("file.command", command=command.usage, help=command.help())
