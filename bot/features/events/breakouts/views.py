"""Groups in words. Why somebody is not with somebody else is never among them. Pure."""

from collections.abc import Sequence

from bot.features.events import words
from bot.features.events.breakouts.domain import SIZES, Breakout, Seated
from bot.features.events.dates.views import title_and_time
from bot.features.events.ports import Happening
from bot.ui.messages import (
    Button,
    Mention,
    Message,
    Note,
    Part,
    Plain,
    RichText,
    Strong,
    bullets,
    row,
    say,
)
from bot.ui.words import listed


def preview(happening: Happening, draft: Breakout, *, by_host: bool) -> Message:
    """Groups that nobody but their host has seen yet."""
    return say(
        title_and_time(happening.event, happening.date),
        words("groups.preview", count=len(draft.groups)),
        bullets(_group(number, each, by_host) for number, each in enumerate(draft.groups, 1)),
        _without(draft, by_host),
        row(
            _button("tell_groups", "events.breakout_tell", happening, draft.id, "primary"),
            _button("other_groups", "events.breakout_again", happening, draft.size),
        ),
        row(*(_sized(happening, size) for size in SIZES if size != draft.size)),
        Note(words("groups.small_print")),
    )


def told(happening: Happening, draft: Breakout, *, by_host: bool) -> Message:
    """Groups of which everybody was told."""
    seated = [each for group in draft.groups for each in group]
    guests = [_name(each, by_host) for each in seated if each.who.member is None]
    return say(
        title_and_time(happening.event, happening.date),
        words("groups.told", count=len(draft.groups)),
        bullets(_group(number, each, by_host) for number, each in enumerate(draft.groups, 1)),
        _without(draft, by_host),
        words("groups.guests", names=listed(guests)) if guests else None,
        row(
            _button("group_rooms", "events.breakout_rooms", happening, draft.id),
            _button("more_groups", "events.breakout", happening, draft.size),
        ),
    )


def _group(number: int, group: Sequence[Seated], by_host: bool) -> RichText:
    names = listed(_name(each, by_host) for each in group)
    return (Strong(words.text("groups.number", number=number)), Plain(f": {names}"))


def _name(each: Seated, by_host: bool) -> str:
    return each.name if by_host or not each.hidden else words.text("people.somebody")


def _without(draft: Breakout, by_host: bool) -> Part | None:
    if not draft.without:
        return None
    names = listed(_name(each, by_host) for each in draft.without)
    return words("groups.without", count=len(draft.without), names=names)


def _button(key: str, action: str, happening: Happening, what: int, style: str = "plain") -> Button:
    label, value = words.text(f"button.{key}"), f"{happening.date.id}:{what}"
    return Button(label, action, value, "primary" if style == "primary" else "plain")


def _sized(happening: Happening, size: int) -> Button:
    label = words.text("button.groups_of", size=size)
    return Button(label, "events.breakout_again", f"{happening.date.id}:{size}")


# To those in a group --------------------------------------------------------------------------


def your_group(
    happening: Happening, number: int, others: Sequence[Seated], unnamed: int
) -> Message:
    """In which group somebody is, and with whom: those whose names they may be told."""
    names: list[RichText] = [(_mention(each),) for each in others]
    more = words("groups.unnamed", count=unnamed) if unnamed else None
    return say(
        words("groups.yours", number=number, title=happening.event.details.title),
        bullets(names),
        more,
    )


def _mention(each: Seated) -> Mention | Plain:
    member = each.who.member
    return Plain(each.name) if member is None else Mention(member, each.name)


def room_title(title: str, number: int) -> str:
    """What the room of a group is called."""
    return f"{title[:50]} · {words.text('groups.number', number=number)}"


def first_message(happening: Happening, number: int, group: Sequence[Seated]) -> Message:
    """The first message in the room of a group."""
    names = listed(each.name for each in group if not each.hidden)
    title = happening.event.details.title
    return say(words("groups.room", number=number, title=title, names=names))


def rooms_opened(happening: Happening, count: int) -> Message:
    """What a host is told of the rooms."""
    title = happening.event.details.title
    if not count:
        return say(words("groups.no_rooms", title=title))
    return say(words("groups.rooms", count=count, title=title))


def too_few(people: int) -> RichText:
    """Why there are no groups: nobody is left alone in one."""
    return words("groups.too_few", count=people) if people else words("groups.nobody")
