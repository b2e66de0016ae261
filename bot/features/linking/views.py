"""What those see who have two accounts and are one person. Pure: from data to messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.cards import card, seen_by, times
from bot.community.profiles import Profile
from bot.community.roles import Needs, Role, Standing, may
from bot.community.spoken_languages import language_name
from bot.features.linking import words
from bot.features.linking.domain import Link, differing, no_room_for, same, together
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Code,
    Message,
    Moment,
    Note,
    Plain,
    RichText,
    Strong,
    Table,
    rich,
    row,
    say,
)
from bot.ui.words import listed

CONFIRM = named("kindred link confirm")
CHOOSE = named("kindred link choose")
CANCEL = named("kindred link cancel")
UNDO = named("kindred link undo")

_LONG = 70  # characters of a text in a table; the whole of it is kept


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the profile, and the chats in which they are known."""

    profile: Profile
    chats: Sequence[str]


# The code -------------------------------------------------------------------------------------


def code(text: str, until: datetime) -> Message:
    """A new code, and what it does."""
    return say(
        words("link.code"),
        Code(text),
        words("link.code.how"),
        Note(words("link.code.good", until=Moment(until, "time"))),
    )


def how() -> Message:
    """What somebody is told who has no code yet, and is no member here."""
    return say(words("link.how"))


def wrong() -> Message:
    """The answer to a code that is unknown, used, too old or of another community."""
    return say(words("link.wrong"))


def too_many() -> Message:
    """The answer to any code after several wrong ones."""
    return say(words("link.too_many"))


def void() -> Message:
    """The answer to a code that others could read."""
    return say(words("link.void"))


def own() -> Message:
    """The answer to a code that was made by the same person."""
    return say(words("link.own"))


def join_first() -> Message:
    """What a newcomer is told whom the community knows as somebody else by this very account."""
    return say(words("link.join_first"))


# Both, side by side ---------------------------------------------------------------------------


def offered(
    link: Link, one: Side, other: Side, *, leads: Side | None, look_after: Sequence[Side]
) -> Message:
    """Two profiles, what would become of them, and the question whether that is wanted.

    Who `leads` is a facilitator, and the other would become one. Those who `look_after` something
    would do so by the other's account, too.
    """
    mine, yours = one.profile, other.profile
    merged = together(mine, yours, link.choices)
    alike = [words.text(f"link.field.{name}") for name in same(mine, yours)]
    full = [words.text(f"link.field.{name}") for name in no_room_for(mine, yours, link.choices)]
    differ = differing(mine, yours)
    return say(
        words("link.offered") if differ else words("link.offered.alike", name=mine.name),
        _table(one, other, merged),
        Note(words("link.same", fields=listed(alike))) if alike else None,
        Note(words("link.no_room", fields=listed(full))) if full else None,
        words("link.what"),
        _gains("link.leads", leads, other if leads is one else one) if leads else None,
        *(_gains("link.trusted", each, other if each is one else one) for each in look_after),
        words("link.careful"),
        _question(link, choose=bool(differ)),
    )


def _gains(key: str, who: Side, other: Side) -> RichText:
    name, chats = who.profile.name, listed(who.chats)
    return words(key, name=name, chats=chats, others=listed(other.chats))


def offered_to_newcomer(link: Link, member: int, profile: Profile, standing: Standing) -> Message:
    """Whose profile an account would be part of, and the question whether that is them."""
    leads = may(standing, Needs(Role.FACILITATOR))
    return say(
        words("link.newcomer", name=profile.name),
        *card(member, profile),
        words("link.newcomer.what"),
        words("link.newcomer.leads", name=profile.name) if leads else None,
        words("link.newcomer.trusted", name=profile.name) if standing.grants else None,
        words("link.careful"),
        _question(link, choose=False),
    )


def value_of(name: str, profile: Profile) -> str:
    """A field of a profile, as people say it."""
    value = getattr(profile, name)
    if not value:
        return words.text("link.empty")
    match name:
        case "availability":
            return times(value)
        case "offers" | "asks":
            return "; ".join(value)
        case "visibility":
            return seen_by(value)
        case "languages":
            return listed(map(language_name, value))
        case _:
            return value if isinstance(value, str) else listed(value)


def _table(one: Side, other: Side, merged: Profile) -> Table | None:
    names = differing(one.profile, other.profile)
    if not names:
        return None
    columns = ("", _column(one), _column(other), words.text("link.together"))
    profiles = (one.profile, other.profile, merged)
    return Table(
        columns,
        tuple(
            (
                (Strong(words.text(f"link.field.{name}")),),
                *(rich(short(value_of(name, profile), _LONG)) for profile in profiles),
            )
            for name in names
        ),
    )


def _column(side: Side) -> str:
    return words.text("link.column", name=side.profile.name, chats=listed(side.chats))


def _question(link: Link, *, choose: bool) -> Actions:
    buttons = [
        Button(
            words.text("link.button.yes"),
            "members.link",
            f"yes:{link.id}",
            style="primary",
            command=CONFIRM(),
        )
    ]
    if choose:
        label = words.text("link.button.choose")
        buttons.append(Button(label, "members.link_choose", str(link.id), command=CHOOSE()))
    label = words.text("link.button.no")
    buttons.append(Button(label, "members.link", f"no:{link.id}", command=CANCEL()))
    return row(*buttons)


# Done, and undone -----------------------------------------------------------------------------


def linked(link: Link, name: str, until: datetime) -> Message:
    """What somebody is told who is one person now."""
    return say(
        words("link.done", name=name),
        Note(words("link.until", until=Moment(until))),
        _back(link),
    )


def linked_already(link: Link) -> Message:
    """The answer to a second press."""
    return say(words("link.done.already"), _back(link))


def told(link: Link, name: str, account: str, space: str) -> Message:
    """What is said in the other chats: that an account was added, and what to do if it is not."""
    return say(words("link.told", name=name, account=account, space=space), _back(link))


def cancelled() -> Message:
    """The answer to a no."""
    return say(words("link.cancelled"))


def nothing_offered() -> Message:
    """The answer to a yes when there is no question, or it is too old."""
    return say(words("link.nothing"))


def undone(*, newcomer: bool) -> Message:
    """The answer to somebody who wants to be two again."""
    return say(words("link.undone.newcomer" if newcomer else "link.undone"))


def told_undone(name: str) -> Message:
    """What is said in the other chats once it is undone."""
    return say(words("link.told_undone", name=name))


def too_late() -> Message:
    """The answer when there is nothing left to undo."""
    return say(words("link.too_late"))


def later_first() -> Message:
    """The answer when something was linked later, which has to be undone before."""
    return say((*words("link.later_first"), Plain(" "), UNDO()))


def _back(link: Link) -> Actions:
    label = words.text("link.button.undo")
    return row(Button(label, "members.unlink", str(link.id), command=UNDO()))
