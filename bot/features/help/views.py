"""What helps people find their way. Pure: from what is declared to messages."""

from collections.abc import Callable, Sequence

from bot.features.help import words
from bot.features.help.domain import Family, apart, beginning, families
from bot.routing.declared import FACILITATE, KINDRED
from bot.routing.interaction import CommandHelp
from bot.ui.capabilities import FLOOR
from bot.ui.commands import SlashCommand, named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Note,
    Plain,
    RichText,
    Strong,
    bullets,
    plain,
    row,
    say,
)

HELP = named("kindred help")
HELP_WITH = named("kindred help", "part")
THEIRS = named("facilitate help")
THEIRS_WITH = named("facilitate help", "part")

_COLON = ":\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} "
"""What stands before an example, in English and French."""

_COMMAND = 25
"""Characters that a command weighs beside its words: it is a mention in Discord, with an id."""


def overview(
    commands: Sequence[CommandHelp], about: Callable[[str], str], unknown: str = ""
) -> Message:
    """What somebody may do, in a line for each part; `about` says what the root of one is for.

    It follows what is said of a part that is `unknown`.
    """
    rooted = families(commands, 1)
    first = [f for root in rooted if root.part == "" for f in families(root.commands, 2)]
    roots = [root for root in rooted if root.part]
    roots.sort(key=lambda root: root.part == FACILITATE)
    return say(
        words("help.unknown", part=unknown) if unknown else None,
        Heading(words.text("help.title")),
        words("help.intro"),
        bullets(map(_at_first, first)),
        bullets(_root(root, about(root.part)) for root in roots),
        words("help.everywhere"),
        *_rows([_button(f) for f in [*first, *roots] if f in roots or len(f.commands) > 1]),
    )


def part(commands: Sequence[CommandHelp]) -> Message:
    """The commands of one part, with what each does, as far as one message holds that.

    What does not fit in is a line for each of the largest families. What only facilitators may do
    is one, unless it is all there is.
    """
    mine = [each for each in commands if not each.for_facilitators]
    theirs = [each for each in commands if each.for_facilitators]
    found = [*apart(mine), *families(theirs, 2)] if mine else apart(theirs)
    short = _too_much(found)
    full = [f for f in found if f not in short and len(f.commands) > 1]
    title = " ".join(beginning(mine or theirs)).removeprefix(KINDRED).strip()
    if title in ("", FACILITATE):
        title = words.text("help.facilitators" if title else "help.title")
    return say(
        Heading(title),
        bullets(_in_short(family) for family in found if family not in full),
        *(each for family in full for each in (_title(family), bullets(_lines(family)))),
        Note(words("help.marks")),
        *_rows([*map(_button, short), help_button()]),
    )


def help_button() -> Button:
    """Leads to everything that there is to say."""
    return Button(words.text("button.help"), "guide.help", command=HELP())


def without_help(commands: Sequence[CommandHelp]) -> list[CommandHelp]:
    """The commands without those that list them."""
    return [each for each in commands if each.usage.name not in (HELP.name, THEIRS.name)]


# Lines ----------------------------------------------------------------------------------------


def _too_much(found: Sequence[Family]) -> list[Family]:
    """The largest families, as many as have to be told in short for the rest to be told whole."""
    largest = sorted((f for f in found if len(f.commands) > 1), key=lambda f: -len(f.commands))
    for count in range(len(largest)):
        lines = [
            line for f in found for line in ([_in_short(f)] if f in largest[:count] else _lines(f))
        ]
        if sum(map(_weight, lines)) <= FLOOR.text:
            return largest[:count]
    return largest


def _weight(line: RichText) -> int:
    return len(plain(line)) + _COMMAND * sum(isinstance(span, SlashCommand) for span in line)


def _lines(family: Family) -> list[RichText]:
    return [_line(each) for each in family.commands]


def _line(command: CommandHelp) -> RichText:
    return command.usage, Plain(" — "), *command.help


def _at_first(family: Family) -> RichText:
    """A family in one line, with nothing that only matters to whoever types it."""
    bare = (
        CommandHelp(SlashCommand(c.usage.name), _without_example(c.help), c.for_facilitators)
        for c in family.commands
    )
    return _in_short(Family(family.said, tuple(bare)))


def _without_example(help_: RichText) -> RichText:
    match help_:
        case (*before, Plain(text), SlashCommand()):
            return *before, Plain(text.rstrip(_COLON))
        case _:
            return help_


def _in_short(family: Family) -> RichText:
    """A family in one line: what it opens with, or what is below its words."""
    if len(family.commands) == 1:
        return _line(family.commands[0])
    if family.opening:
        line, count = _line(family.opening), len(family.below)
        return words("help.more", line=line, count=count)
    below = ", ".join(family.below)
    return words("help.below", name=Strong(family.part), below=below, command=_asking(family))


def _root(root: Family, about: str) -> RichText:
    return words("help.root", about=about, command=_asking(root))


def _title(family: Family) -> Heading:
    return Heading(family.part)


# Ways to the parts ----------------------------------------------------------------------------


def _asking(family: Family) -> SlashCommand:
    """The command that shows all of a family."""
    if family.said[0] != FACILITATE:
        return HELP_WITH(part=family.part)
    within = " ".join(family.said[1:])
    return THEIRS_WITH(part=within) if within else THEIRS()


def _button(family: Family) -> Button:
    label = words.text("button.part", part=family.part)
    return Button(label, "guide.help", family.part, command=_asking(family))


def _rows(buttons: Sequence[Button]) -> list[Actions]:
    most = FLOOR.buttons_per_row
    return [row(*buttons[start : start + most]) for start in range(0, len(buttons), most)]
