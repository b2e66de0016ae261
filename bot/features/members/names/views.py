"""What is read of names. Pure."""

from collections.abc import Mapping, Sequence

from bot.community.people import Network
from bot.features.members import words
from bot.features.members.names.domain import Renaming, Spellings
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    RichText,
    Text,
    row,
    say,
)
from bot.ui.text import label
from bot.ui.words import listed

NAMES = named("facilitate names")

_SHOWN = 5  # names that are spelled in several ways
_SPELLED = 4  # spellings of one of them
_LABEL = 60

# For facilitators ---------------------------------------------------------------------------------


def names(
    several: Sequence[Spellings],
    latest: Sequence[Renaming],
    given_by: Mapping[int, str],
    done: RichText | None = None,
) -> Message:
    """What is spelled in several ways, with a button that makes it one; names given of late."""
    parts: list[Part | None] = [Text(done) if done else None, Heading(words.text("names.title"))]
    for each in several[:_SHOWN]:
        said = (
            words.text("names.named", name=name.name, count=name.people)
            for name in each.names[:_SPELLED]
        )
        parts.append(Text(words(f"names.several.{each.kind}", names=listed(said))))
        best = words.text("button.unite", name=each.names[0].name)
        parts.append(row(Button(label(best, _LABEL), "members.unite", each.key)))
    more = len(several) - _SHOWN
    parts.append(Note(words("names.more", count=more)) if more > 0 else None)
    parts.append(None if several else Text(words("names.all_one")))
    for one in latest:
        by = given_by.get(one.by or 0, "")
        key = "names.given_by" if by else "names.given"
        told = words(key, former=one.former, name=one.name, at=Moment(one.at, "date"), by=by)
        parts += [Text(told), row(_undo(one))]
    parts.append(row(Button(words.text("button.rename"), "members.rename")))
    return say(*parts)


def renamed(done: Renaming, people: int, *, merged: bool) -> Message:
    """What comes of a name that was given."""
    key = "names.merged" if merged else "names.renamed"
    told = words(key, former=done.former, name=done.name, count=people)
    return say(told, row(_undo(done), look()), Note(words("names.undo_until")))


def several_spellings(count: int) -> Sequence[Part]:
    """What stands of it on a facilitator's home."""
    return (Text(words("names.home", count=count)), row(look()))


def look() -> Button:
    """Shows what is spelled in several ways."""
    return Button(words.text("button.names"), "members.names", command=NAMES())


def _undo(done: Renaming) -> Button:
    said = words.text("button.undo_name", name=done.former)
    return Button(label(said, _LABEL), "members.undo_name", str(done.id))


# A new network, or one that is there --------------------------------------------------------------


def new_network(new: Network, near: Sequence[Network]) -> Sequence[Part | None]:
    """That somebody is the first of a network, or may have meant another one."""
    if not near:
        return (Text(words("names.new_network", name=new.name)),)
    buttons = (
        Button(
            label(words.text("button.meant", name=each.name), _LABEL),
            "members.meant",
            f"{new.id}:{each.id}",
        )
        for each in near
    )
    return (Text(words("names.new_or_meant", name=new.name)), row(*buttons))


def meant(name: str) -> Message:
    """What is so once somebody has said which network they meant."""
    return say(words("names.meant", name=name))
