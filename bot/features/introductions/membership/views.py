"""What programmes and taking part in them look like. Pure: from data to messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.people import Ref
from bot.community.zone_names import spelled
from bot.features.introductions import words
from bot.features.introductions.domain import SOON, Programme, Terms
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    bullets,
    row,
    say,
)

JOIN = named("kindred introduce join", "programme")
LEAVE = named("kindred introduce leave", "programme")
YES = named("kindred introduce yes", "programme")
SKIP = named("kindred introduce skip", "programme")
PAUSE = named("kindred introduce pause")
BACK = named("kindred introduce back")
ME = named("kindred introduce me")
THEM = named("kindred introduce them")
NEVER = named("kindred introduce never")
NEVER_LIST = named("kindred introduce never list")
NEVER_UNDO = named("kindred introduce never undo", "who")

_SHOWN = 10  # programmes in a list


@dataclass(frozen=True, slots=True)
class ProgrammeStatus:
    """How a member stands to a programme; `coming` is what they said about its next round."""

    programme: Programme
    joined: bool
    coming: bool | None
    now: datetime

    @property
    def asked(self) -> bool:
        """Whether it is time to say if one is in the next round."""
        opens = self.programme.opens_at
        near = opens is not None and opens - SOON <= self.now
        return self.joined and self.programme.terms.asks and near


def rhythm(terms: Terms) -> str:
    """How often and when, in words: "every 2 weeks, on Tuesday at 10:00 (Europe/London)"."""
    return words.text(
        f"rhythm.at.{'once' if not terms.weeks else 'often'}",
        often=words.text(f"rhythm.{terms.weeks}"),
        day=words.text(f"day.{terms.weekday}"),
        hour=f"{terms.hour:02}:00",
        zone=spelled(terms.zone),
    )


def next_round(programme: Programme) -> RichText:
    """When the next round opens."""
    if programme.opens_at is None:
        return words("programme.no_more_rounds")
    return words("programme.next_round", when=Moment(programme.opens_at))


# Taking part, for members ---------------------------------------------------------------------


def my_introductions(statuses: Sequence[ProgrammeStatus], paused_until: datetime | None) -> Message:
    """How a member stands to every programme, with all that can be done about it."""
    parts: list[Part | None] = []
    if not statuses:
        parts.append(words("mine.no_programme"))
    if paused_until:
        parts.append(words("mine.paused", until=Moment(paused_until, "date")))
    for standing in statuses[:_SHOWN]:
        parts += [_standing(standing, paused_until), _choices(standing)]
    buttons = [_back()] if paused_until else [_pause()]
    parts += [
        row(*buttons, _never_list()),
        row(_meet(), _suggest()),
    ]
    return say(*parts, fallback=words.text("mine.fallback"))


def joined(standing: ProgrammeStatus, *, new: bool, has_profile: bool) -> Message:
    """The answer to "Count me in"."""
    programme = standing.programme
    return say(
        words("joined.new" if new else "joined.already", name=programme.name),
        next_round(programme),
        words("joined.asked") if programme.terms.asks and not standing.asked else None,
        _coming(standing) if standing.asked else None,
        None if has_profile else words("joined.no_profile"),
    )


def left(programme: Programme, *, was_in: bool) -> Message:
    """The answer to leaving a programme."""
    if not was_in:
        return say(words("left.not_in", name=programme.name))
    return say(words("left.done", name=programme.name), row(join_button(programme)))


def paused(until: datetime) -> Message:
    """The answer to a pause."""
    return say(words("paused.done", until=Moment(until, "date")), row(_back()))


def back(was_paused: bool) -> Message:
    """The answer to ending a pause."""
    return say(words("back.done" if was_paused else "back.not_paused"))


def asked(programme: Programme) -> Message:
    """The question whether one is in the next round."""
    return say(
        words("ask.question", name=programme.name, when=when(programme)),
        _yes_and_no(programme),
        Note(words("ask.small_print")),
    )


def coming(programme: Programme, *, yes: bool) -> Message:
    """The answer to saying whether one is in the next round."""
    key = "coming.yes" if yes else "coming.no"
    return say(words(key, name=programme.name, when=when(programme)))


# Never-lists, confidential --------------------------------------------------------------------


def refused(name: str, *, new: bool) -> Message:
    """The answer to "never introduce me to"."""
    return say(
        words("never.done" if new else "never.already", name=name), Note(words("never.small_print"))
    )


def refused_account(account: Ref, *, new: bool) -> Message:
    """The same about somebody who is no member: nothing is known of them but the account."""
    undo = Button(
        words.text("never.undo_short"),
        "introductions.allow",
        str(account),
        command=NEVER_UNDO(who=f"<@{account}>"),
    )
    key = "never.account" if new else "never.account_already"
    return say(words(key), row(undo), Note(words("never.small_print")))


def allowed(name: str, *, was_refused: bool) -> Message:
    """The answer to taking that back."""
    return say(words("never.undone" if was_refused else "never.not_on_it", name=name))


def never_list(people: Sequence[tuple[int, str]], accounts: Sequence[Ref] = ()) -> Message:
    """Whom a member does not want to be introduced to, with a way to take it back."""
    new = Button(words.text("never.add"), "introductions.never", command=NEVER())
    if not people and not accounts:
        return say(words("never.empty"), row(new))
    undo = [
        Button(
            short(words.text("never.undo", name=name), 75),
            "introductions.allow",
            str(id_),
            command=NEVER_UNDO(who=name),
        )
        for id_, name in people
    ]
    undo += [
        Button(
            words.text("never.undo_somebody", number=number),
            "introductions.allow",
            str(account),
            command=NEVER_UNDO(who=f"<@{account}>"),
        )
        for number, account in enumerate(accounts, start=1)
    ]
    rows = [row(*undo[at : at + 5]) for at in range(0, len(undo), 5)]
    unknown = [words.text("never.unknown", number=at + 1) for at in range(len(accounts))]
    names = bullets([*(name for _, name in people), *unknown])
    return say(words("never.list"), names, *rows, row(new), Note(words("never.small_print")))


# Parts ----------------------------------------------------------------------------------------


def _standing(standing: ProgrammeStatus, paused_until: datetime | None) -> RichText:
    programme = standing.programme
    line = words("mine.in" if standing.joined else "mine.out", name=programme.name)
    when = _my_next(standing, paused_until)
    return (
        *line,
        Plain(" "),
        *words("mine.rhythm", rhythm=rhythm(programme.terms)),
        Plain(" "),
        *when,
    )


def _my_next(standing: ProgrammeStatus, paused_until: datetime | None) -> RichText:
    programme = standing.programme
    opens = programme.opens_at
    if not standing.joined or opens is None:
        return next_round(programme)
    if paused_until and paused_until > opens:
        return words("mine.not_in_next")
    if standing.coming is None:
        return next_round(programme)
    return words("mine.said_yes" if standing.coming else "mine.said_no", when=when(programme))


def _choices(standing: ProgrammeStatus) -> Actions:
    programme = standing.programme
    if not standing.joined:
        return row(join_button(programme))
    leave = Button(
        words.text("button.leave"),
        "introductions.leave",
        str(programme.id),
        command=LEAVE(programme=programme.name),
    )
    if standing.asked:
        return row(*_yes_and_no(programme).controls, leave)
    return row(leave)


def _coming(standing: ProgrammeStatus) -> Actions:
    return _yes_and_no(standing.programme)


def _yes_and_no(programme: Programme) -> Actions:
    value = f"{programme.id}:{programme.number}"
    name = programme.name
    return row(
        Button(
            words.text("button.yes"),
            "introductions.yes",
            value,
            "primary",
            YES(programme=name),
        ),
        Button(
            words.text("button.skip"),
            "introductions.skip",
            value,
            command=SKIP(programme=name),
        ),
    )


def join_button(programme: Programme, style: str = "plain") -> Button:
    """The button that lets somebody take part."""
    return Button(
        words.text("button.join"),
        "introductions.join",
        str(programme.id),
        "primary" if style == "primary" else "plain",
        JOIN(programme=programme.name),
    )


def _pause() -> Button:
    return Button(words.text("button.pause"), "introductions.pause", command=PAUSE())


def _back() -> Button:
    return Button(words.text("button.back"), "introductions.back", command=BACK())


def _meet() -> Button:
    return Button(words.text("shortcut.meet"), "introductions.meet", command=ME())


def _suggest() -> Button:
    return Button(words.text("shortcut.suggest"), "introductions.suggest", command=THEM())


def _never_list() -> Button:
    return Button(
        words.text("button.never"),
        "introductions.never_list",
        command=NEVER_LIST(),
    )


def when(programme: Programme) -> RichText:
    """When the next round opens, as an instant in each reader's own time."""
    opens = programme.opens_at
    return (Moment(opens),) if opens else words("programme.no_date")
