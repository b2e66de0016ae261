"""From a line, from fields, or from a button to the values that a handler gets: read in one place.

What cannot be read is a `UserError` that says what would do.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NoReturn, assert_never

from bot.community.dates.reader import DateNotUnderstood, read_date
from bot.community.naming import PeopleReader
from bot.community.people import Member, Ref
from bot.errors import UserError
from bot.routing.arguments import (
    Arg,
    ArgKind,
    ChannelArg,
    ChoiceArg,
    DateArg,
    FileArg,
    Given,
    NumberArg,
    PersonArg,
    Said,
    TextArg,
    ThingArg,
    WhenArg,
    YesNoArg,
    longest,
)
from bot.routing.command_line import Line
from bot.routing.declared import Action, Command, VisitRoute
from bot.routing.interaction import Call, Visit
from bot.routing.leading_words import (
    PAUSE,
    after_lead,
    end_of_name,
    goes_on,
    is_before_a_time,
    is_flag,
    may_end,
    number_at_end,
)
from bot.routing.plain_arguments import (
    in_all_languages,
    is_a_choice,
    read_plain,
    words_of_a_choice,
)
from bot.routing.time_reader import (
    begins_with_a_time,
    time_given,
    words_before_a_time,
    words_of_a_time,
)
from bot.ui.commands import Argument, SlashCommand
from bot.ui.files import GivenFile
from bot.ui.folding import folded
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook("bot")

Values = dict[str, object]
"""What a handler gets, by its parameters; what was left out is not there."""

_LONGEST_NAME = 8  # words of a name that is not in quotes


class ArgumentReader:
    """Reads the arguments of a command for one actor, in one unit of work; or those of a button.

    Who is no member finds nobody and no thing of a community: no visit takes such.
    """

    def __init__(self, call: Call | Visit, work: Work, command: Command | None = None) -> None:
        self._call = call
        self._work = work
        self._args = command.typed if command else ()
        self._unsaid = [arg for arg in command.args if not arg.typed] if command else []
        self._usage = command.usage if command else SlashCommand("")
        self._key = command.key if command else ""
        self._values: Values = {}
        self._further: tuple[Argument, ...] = ()

    # From a line ------------------------------------------------------------------------------

    async def line(self, line: Line, position: int, files: Sequence[GivenFile] = ()) -> Values:
        """Return what a line says from this token on, and what was given with it.

        Raises `UserError`.
        """
        await self._take(files)
        self._further = _counted(line, self._args)
        for number, arg in enumerate(self._args):
            if isinstance(arg.kind, FileArg):
                continue
            begins, later = position, self._args[number + 1 :]
            position = after_lead(arg, line, begins)
            if is_flag(arg):
                self._flag(arg, raised=position > begins)
                continue
            if await self._goes_on_elsewhere(arg, line, position, later) or (
                position == begins and _names_a_thing(arg, line, position, later)
            ):
                await self._left_out(arg)
                continue
            self._values[arg.parameter], position = await self._one(arg, line, position, later)
        if position < len(line.tokens):
            self._left_over(await self._with_names(line.rest(position)))
        return await self._with_unsaid()

    async def _take(self, files: Sequence[GivenFile]) -> None:
        """The files that were given with a line, one for each argument that is a file."""
        wanted = [arg for arg in self._args if isinstance(arg.kind, FileArg)]
        if len(files) > len(wanted):
            key = "file.too_many" if wanted else "file.not_wanted"
            raise UserError(words(key, most=len(wanted), command=SlashCommand(self._key)))
        for arg, file in zip(wanted, files, strict=False):
            self._values[arg.parameter] = await self.value(arg.kind, file)
        for arg in wanted[len(files) :]:
            await self._left_out(arg)

    def _flag(self, arg: Arg, *, raised: bool) -> None:
        if raised:
            self._values[arg.parameter] = True

    async def _goes_on_elsewhere(
        self, arg: Arg, line: Line, position: int, later: Sequence[Arg]
    ) -> bool:
        """Whether the line has ended, or goes on with words that stand before a later argument."""
        if position >= len(line.tokens):
            return True
        if isinstance(arg.kind, TextArg) and is_before_a_time(line.tokens[position], later):
            said = [each.text for each in line.tokens[position:]]
            return begins_with_a_time(said, self._call.now, self._zone)
        if not goes_on(line, position, later):
            return False
        is_person = isinstance(arg.kind, PersonArg)  # who may be called "To"
        return not (is_person and await self._longest_name(line, position, later))

    async def _one(
        self, arg: Arg, line: Line, position: int, later: Sequence[Arg]
    ) -> tuple[object, int]:
        """What the line says of one argument, and where the next one begins."""
        token, kind = line.tokens[position], arg.kind
        said = [each.text for each in line.tokens[position:]]
        match kind:
            case PersonArg():
                return await self._who(kind, line, position, later)
            case DateArg() | ThingArg() | TextArg(word=False):
                end = number_at_end(line, later, named=isinstance(kind, ThingArg))
                return await self.value(kind, line.rest(position, end)), end or len(line.tokens)
            case ChannelArg():
                return await self.value(kind, token.channel or token.text), position + 1
            case WhenArg():
                return await self._when(kind, line, position, said)
            case TextArg() if is_before_a_time(token, later):
                end = position + words_before_a_time(said, self._call.now, self._zone)
                return await self.value(kind, line.rest(position, end)), end
            case ChoiceArg():
                count = words_of_a_choice(kind, said)
                return await self.value(kind, " ".join(said[:count])), position + count
            case NumberArg() | YesNoArg() | TextArg() | FileArg():
                return await self.value(kind, token.text), position + 1
        assert_never(kind)

    async def _when(
        self, kind: WhenArg, line: Line, position: int, said: Sequence[str]
    ) -> tuple[object, int]:
        """The time with which the line goes on, in whatever language."""
        quoted = position > 0 and line.tokens[position - 1].quoted
        now, zone = self._call.now, self._zone
        count = 0 if quoted else words_of_a_time(said, now, zone)
        count = count or words_of_a_time(said, now, zone, any_language=True) or len(said)
        return await self.value(kind, " ".join(said[:count]).rstrip(PAUSE)), position + count

    async def _who(
        self, kind: PersonArg, line: Line, position: int, later: Sequence[Arg]
    ) -> tuple[Member | Ref, int]:
        """Who is mentioned, or named; where their name ends."""
        token = line.tokens[position]
        if token.account:
            return self._may_be(kind, await self._people.behind(token.account)), position + 1
        if found := await self._longest_name(line, position, later):
            return found
        end = end_of_name(line, position, later)
        said = " ".join(each.text for each in line.tokens[position:end]).rstrip(PAUSE)
        near = await self._people.near(said)
        if near and (found := await self._longest_name(line, position, later, near)):
            return found
        if found := await self._first_name(line, position, later):
            return found
        raise UserError(await self._people.unknown(said))

    async def _longest_name(
        self, line: Line, position: int, later: Sequence[Arg], near: Sequence[Member] = ()
    ) -> tuple[Member, int] | None:
        """The longest name with which the line goes on; one in quotes is whole.

        Where people are given whose names come near, it is one of these, accents or not.
        """
        token = line.tokens[position]
        most = 1 if token.quoted else min(_LONGEST_NAME, len(line.tokens) - position)
        for length in range(most, 0, -1):
            if not token.quoted and not may_end(line, position + length, later):
                continue
            said = " ".join(t.text for t in line.tokens[position : position + length])
            for name in dict.fromkeys((said, said.rstrip(PAUSE))):
                people = self._people
                found = people.alike(name, near) if near else await people.called(name)
                if found:
                    return found, position + length
        return None

    async def _first_name(
        self, line: Line, position: int, later: Sequence[Arg]
    ) -> tuple[Member, int] | None:
        """Whose first name this is, if it is one member's: all that must be a name, or one word.

        Of several words one is enough only where another person may come next: "swap Ada Bo".
        """
        end = end_of_name(line, position, later)
        ends = [end, position + 1] if later and isinstance(later[0].kind, PersonArg) else [end]
        for each in ends:
            said = " ".join(t.text for t in line.tokens[position:each]).rstrip(PAUSE)
            if found := await self._people.first_named(said):
                return found, each
        return None

    # From fields ------------------------------------------------------------------------------

    async def fields(self, given: Mapping[str, Given]) -> Values:
        """Return what stands in fields of the arguments' own, by parameter; raises `UserError`.

        Beside a person there may be a field for a name: `Arg.beside`.
        """
        left = dict(given)
        for arg in self._args:
            names = [arg.parameter, arg.beside][: 2 if isinstance(arg.kind, PersonArg) else 1]
            said = [each for name in names if (each := _tidied(left.pop(name, ""))) != ""]
            if not said:
                await self._left_out(arg)
                continue
            values = [await self.value(arg.kind, each) for each in said]
            if len(values) > 1 and values[0] != values[1]:
                one, other = (v.name if isinstance(v, Member) else str(v) for v in values)
                raise UserError(words("person.two", one=one, other=other))
            self._values[arg.parameter] = values[0]
        if left:
            self._left_over(" ".join(str(left[name]) for name in sorted(left)))
        return await self._with_unsaid()

    # From a button ----------------------------------------------------------------------------

    async def button(self, action: Action | VisitRoute, value: str) -> Values:
        """Return what a button's value carries; raises `UserError` for what is there no more."""
        parts = value.split(":", max(len(action.carries) - 1, 0))
        carried = dict(zip(action.carries, parts, strict=False))
        for arg in action.args:
            said = carried.get(arg.parameter, "")
            if said or arg.required or isinstance(arg.kind, ThingArg):
                self._values[arg.parameter] = await self._carried(arg.kind, said)
            elif arg.as_none:
                self._values[arg.parameter] = None
        return self._values

    async def _carried(self, kind: ArgKind, said: str) -> object:
        match kind:
            case ThingArg():
                pressed = Said(said, SlashCommand(self._key), by_button=True)
                return await kind.read(self._member, self._work, pressed)
            case PersonArg():
                return self._may_be(kind, await self._people.addressed(said))
            case TextArg():
                return said
            case ChannelArg():
                return Ref.parse(said)
            case DateArg() | WhenArg() | ChoiceArg() | NumberArg() | YesNoArg() | FileArg():
                return await self.value(kind, said)
        assert_never(kind)

    # One value --------------------------------------------------------------------------------

    async def value(self, kind: ArgKind, given: Given) -> object:
        """Read all of what was given as one argument; raises `UserError` if it is no such."""
        if isinstance(given, str) and not isinstance(kind, PersonArg | ChannelArg):
            given = await self._with_names(given)
        if isinstance(given, str) and len(given) > longest(kind):
            raise UserError(words("form.too_long", count=len(given), limit=longest(kind)))
        match kind:
            case PersonArg():
                found = self._people.behind(given) if isinstance(given, Ref) else None
                return self._may_be(kind, await (found or self._people.look(str(given))))
            case ChannelArg():
                return given if isinstance(given, Ref) else self._channel(str(given))
            case DateArg():
                return self._day(str(given))
            case WhenArg():
                return time_given(kind, str(given), self._call.now, self._zone)
            case ChoiceArg() | NumberArg() | YesNoArg() | FileArg():
                return read_plain(kind, given)
            case TextArg():
                return str(given)
            case ThingArg():
                return await kind.read(self._member, self._work, self._said(str(given)))
        assert_never(kind)

    def _may_be(self, kind: PersonArg, who: Member | Ref) -> Member | Ref:
        if isinstance(who, Ref) and kind.takes == "member":
            raise UserError(words("person.stranger"))
        return who

    @property
    def _member(self) -> Call:
        if isinstance(self._call, Visit):
            raise UserError(words("interaction.stranger"))
        return self._call

    @property
    def _people(self) -> PeopleReader:
        me = self._member.me
        return PeopleReader(self._work.people, me.community, self._call.arrival.space)

    async def _with_names(self, text: str) -> str:
        here = self._call.me.community if isinstance(self._call, Call) else 0  # nobody's
        reader = PeopleReader(self._work.people, here, self._call.arrival.space)
        return await reader.with_names(text)

    def _channel(self, said: str) -> Ref:
        if folded(said) not in in_all_languages("argument.here"):
            raise UserError(words("channel.unclear", said=said))
        return self._call.arrival.channel

    @property
    def _zone(self) -> str:
        return self._call.me.zone if isinstance(self._call, Call) else "UTC"

    def _day(self, text: str) -> date:
        try:
            return read_date(text, self._call.now, self._zone)
        except DateNotUnderstood as unclear:
            raise UserError(str(unclear)) from None

    # What is not there, and what is too much --------------------------------------------------

    async def _with_unsaid(self) -> Values:
        """What was said, and what only buttons say but is meant all the same."""
        for arg in self._unsaid:
            await self._left_out(arg)
        return self._values

    async def _left_out(self, arg: Arg) -> None:
        if isinstance(arg.kind, ThingArg):
            self._values[arg.parameter] = await self.value(arg.kind, "")
        elif arg.required:
            raise UserError(words("command.usage", missing=arg.mark(), usage=self._usage))
        elif arg.as_none:
            self._values[arg.parameter] = None

    def _left_over(self, rest: str) -> NoReturn:
        raise UserError(words("command.left_over", rest=rest, usage=self._usage))

    def _said(self, text: str) -> Said:
        return Said(text, self._so_far(), further=self._further)

    def _so_far(self) -> SlashCommand:
        """The command with what was said up to here, to be used again."""
        values = self._values.items()
        said = {name: _as_said(each) for name, each in values if not isinstance(each, Ref | None)}
        return SlashCommand(self._key).filled(**said)


def _counted(line: Line, args: Sequence[Arg]) -> tuple[Argument, ...]:
    """The number that ends a line, with the word before it."""
    end = number_at_end(line, args, named=True)
    if end is None:
        return ()
    word, number = line.tokens[end:]
    return Argument(word.text), Argument(number.text, args[-1].parameter)


def _tidied(given: Given) -> Given:
    return given.strip() if isinstance(given, str) else given


def _as_said(value: object) -> str:
    """What to type for a value; a name of several words stands in quotes."""
    said = value.name if isinstance(value, Member) else str(value)
    return f'"{said}"' if " " in said else said


def _names_a_thing(arg: Arg, line: Line, position: int, later: Sequence[Arg]) -> bool:
    """Whether a line goes on with a thing where something could be chosen before, and is not."""
    if not isinstance(arg.kind, ChoiceArg) or arg.required:
        return False
    if not any(isinstance(each.kind, ThingArg) for each in later):
        return False
    return not is_a_choice(arg.kind, [each.text for each in line.tokens[position:]])
