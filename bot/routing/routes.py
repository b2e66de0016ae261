"""Which route a request is for: found once, before it is known who asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.community.roles import Standing, may, refusal
from bot.errors import UserError
from bot.routing.arguments import Given, PersonArg
from bot.routing.cleaning import cleaned
from bot.routing.command_line import MOST_WORDS, CommandLine, read_line
from bot.routing.declared import KINDRED, Action, Command
from bot.routing.interaction import Filled, FormOpened, Pressed, Request, Submitted, Typed
from bot.routing.leading_words import is_lead
from bot.routing.registry import Registry
from bot.routing.small_talk import SmallTalk, small_talk
from bot.ui.commands import SlashCommand
from bot.ui.files import GivenFile
from bot.ui.words import WordBook

words = WordBook("bot")

_ALIKE = 66  # of 100; below it, it is another word and no slip of typing
_OTHER_ROOT = 20


@dataclass(frozen=True, slots=True)
class Routed:
    """A request with the command or the button that it is for, if there is such a one.

    `line` is what was typed, if anything was. `talk` is what was said as to a neighbour, without
    the name of a command: then a `command` is what may answer it.
    """

    request: Request
    command: Command | None = None
    action: Action | None = None
    line: CommandLine | None = None
    talk: SmallTalk | None = None

    @property
    def opens(self) -> bool:
        """Whether a form will most likely open, which cannot wait in every chat."""
        declared = self.command or self.action
        opens = declared is not None and declared.opens is not None and not self._says_whom
        return opens or isinstance(self.request, FormOpened)

    @property
    def _says_whom(self) -> bool:
        """Whether everybody was named whom a command is about: then no form asks for them."""
        args = self.command.typed if self.command else ()
        people = [arg for arg in args if isinstance(arg.kind, PersonArg)]
        if not people or self.line is None:
            named = [
                self.given.get(each.parameter) or self.given.get(each.beside) for each in people
            ]
            return bool(people) and all(named)
        line, begins = self.line.line, self.line.position
        more = begins < len(line.tokens)
        return len(people) == 1 and more and not is_lead(line, begins, args[1:])

    @property
    def name(self) -> str:
        """What it is called in logs: nothing that people typed of their own."""
        match self.request:
            case Typed():
                return self.command.key if self.command else "Typed"
            case Filled(command=key) | Pressed(action=key):
                return key
            case Submitted(form=form) | FormOpened(form=form):
                return form
            case _:
                return type(self.request).__name__

    @property
    def given(self) -> Mapping[str, Given]:
        """What stands in fields, if the command was given in such."""
        return self.request.values if isinstance(self.request, Filled) else {}

    @property
    def files(self) -> tuple[GivenFile, ...]:
        """What was given with a line."""
        return self.request.files if isinstance(self.request, Typed) else ()

    @property
    def names_a_command(self) -> bool:
        """Whether a line says what is wanted; what says nothing counts as asking for help."""
        if self.command is None or self.talk:
            return False
        return self.line is None or self.line.said == tuple(self.command.key.split())

    # By somebody who is no member -------------------------------------------------------------

    @property
    def wish(self) -> tuple[str, str]:
        """What somebody may want who is no member: a command by its key, a button's action."""
        said = self.command.key if self.command else ""
        return said, self.request.action if isinstance(self.request, Pressed) else ""


def route(registry: Registry, request: Request) -> Routed:
    """Find what a request is for; a line that was typed is read here and nowhere else.

    Here is the door: what people sent is cleaned, and no handler sees it otherwise.
    """
    request = cleaned(request)
    match request:
        case Typed(text=text):
            line = read_line(registry, text)
            if line.command is None and (talk := small_talk(text)):
                return _talked(registry, request, line, talk)
            return Routed(request, command=line.command, line=line)
        case Filled(command=key):
            return Routed(request, command=registry.commands.get(key))
        case Pressed(action=key):
            return Routed(request, action=registry.actions.get(key))
        case _:
            return Routed(request)


def _talked(registry: Registry, request: Typed, line: CommandLine, talk: SmallTalk) -> Routed:
    """What is done of what was said as to a neighbour: a question is a search, if there is one."""
    said = {"help": f"{KINDRED} help", "question": f"{KINDRED} find {talk.asked}"}.get(talk.kind)
    if said is None:
        return Routed(request, line=line, talk=talk)
    found = read_line(registry, said)
    return Routed(request, command=found.command, line=found, talk=talk)


def allowed(registry: Registry, routed: Routed, standing: Standing) -> Command:
    """Return the command that was given, if somebody of this standing may use it.

    Raises `UserError` if not; and with the nearest that they may use, if there is none.
    """
    command = routed.command
    if command is None:
        text, said = _unknown(routed)
        if nearest := _nearest(registry, said, standing):
            raise UserError(words("command.unknown", said=text, nearest=nearest))
        raise UserError(words("command.unlike", said=text))
    if not may(standing, command.needs, "any"):
        raise UserError(refusal(command.needs, SlashCommand(command.key)))
    return command


def _unknown(routed: Routed) -> tuple[str, str]:
    """What was said, as it was, and as commands are called."""
    match routed.request:
        case Filled(command=key):
            return f"/{key}", key
        case Typed(text=text) if routed.line:
            return text.strip(), " ".join(routed.line.said[:MOST_WORDS])
        case _:
            return "", ""


def _nearest(registry: Registry, said: str, standing: Standing) -> SlashCommand | None:
    """The command that was probably meant, if one is spelled nearly so."""
    known = (name for name, c in registry.commands.items() if may(standing, c.needs, "any"))
    likeness, name = max((_likeness(said, name), name) for name in known)
    return SlashCommand(name) if likeness >= _ALIKE else None


def _likeness(said: str, name: str) -> float:
    """How nearly a line begins with a command, of 100; its root is easily the wrong one."""
    root, *spoken = said.split() or [""]
    its_root, *called = name.split()
    alike = fuzz.ratio(" ".join(spoken[: len(called)]), " ".join(called)) if called else 0.0
    return alike if root == its_root else alike - _OTHER_ROOT
