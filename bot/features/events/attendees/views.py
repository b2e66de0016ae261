"""Who comes, in words; and what hosts see of it. Pure."""

from collections.abc import Collection, Sequence
from typing import Literal

from bot.features.events import words
from bot.features.events.cards.views import counts
from bot.features.events.dates.views import called, title_and_time
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer, Attendee, Pending, Rsvp
from bot.features.events.rsvps.outcomes import Attending
from bot.features.events.rsvps.views import PEOPLE, Mine
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Mention,
    Message,
    Note,
    Option,
    Part,
    Plain,
    RichText,
    Select,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

Style = Literal["plain", "primary"]

ADMIT = named("event people admit", "who", "event")
GUEST = {
    "admit": named("event guest admit", "guest", "event"),
    "decline": named("event guest decline", "guest", "event"),
    "remove": named("event guest remove", "guest", "event"),
}
DECLINE = named("event people decline", "who", "event")
REMOVE = named("event people remove", "who", "event")
MOVE = named("event people move", "who", "before before", "event")

_NAMES = 60
_ASKING, _IN_LINE, _TO_REMOVE = 5, 6, 25  # people who stand with buttons of their own


# What everybody may know ----------------------------------------------------------------------


def who(happening: Happening, all_: Sequence[Attending], told: Sequence[Attending]) -> Message:
    """Who comes and who may: those names that the reader is told, and how many others."""
    event, date = happening.event, happening.date
    parts: list[Part | None] = [title_and_time(event, date)]
    for answer in (Answer.COMING, Answer.MAYBE):
        there = [each for each in all_ if _is_there(each.rsvp, answer)]
        names = [each for each in told if _is_there(each.rsvp, answer)][:_NAMES]
        rest = sum(_people(each.rsvp) for each in there) - sum(_people(n.rsvp) for n in names)
        if there:
            parts += [Heading(words.text(f"who.{answer}")), bullets(map(_line, names))]
        if rest:
            parts.append(words("who.others" if names else "who.only_others", count=rest))
    if len(parts) == 1:
        parts.append(words("who.nobody"))
    return say(*parts, Note(words("who.small_print")))


def _is_there(rsvp: Rsvp, answer: Answer) -> bool:
    return rsvp.answer is answer and (answer is not Answer.COMING or rsvp.seats > 0)


def _people(rsvp: Rsvp) -> int:
    return rsvp.seats if rsvp.answer is Answer.COMING else 1


def _line(each: Attending) -> RichText:
    guest = _guest_mark(each)
    if each.rsvp.seats < 2:
        return (_name(each), *guest)
    return (_name(each), *guest, Plain(" "), *words("who.with", count=each.rsvp.seats - 1))


def _name(each: Attending) -> Plain | Mention:
    member = each.rsvp.who.member
    if member is None:
        return Plain(each.name or words.text("guest.nameless"))
    return Mention(member, each.name)


def _guest_mark(each: Attending) -> RichText:
    """That somebody is a guest, who is no member."""
    if each.rsvp.who.guest is None or not each.name:
        return ()
    return (Plain(" "), *words("guest.mark"))


# What hosts see -------------------------------------------------------------------------------


def people(
    happening: Happening,
    all_: Sequence[Attending],
    *,
    by_host: bool,
    unreached: Collection[int] = (),
) -> Message:
    """Everybody with what they have answered; a facilitator who is no host sees no hidden names.

    The last mail to guests who are `unreached` came back.
    """
    event, date = happening.event, happening.date
    asking = [each for each in all_ if each.rsvp.pending is Pending.APPROVAL]
    waiting = [each for each in all_ if each.rsvp.in_line]
    coming = [each for each in all_ if each.rsvp.seats]
    parts: list[Part | None] = [title_and_time(event, date), counts(date)]
    if asking:
        parts.append(Heading(words.text("people.asking")))
        for each in asking[:_ASKING]:
            parts += [_host_line(each, by_host), _to_decide(happening, each, by_host)]
        parts += [bullets(_host_line(each, by_host) for each in asking[_ASKING:][:_NAMES])]
    if waiting:
        parts.append(Heading(words.text("people.waiting")))
        for place, each in enumerate(waiting[:_IN_LINE]):
            parts += [_host_line(each, by_host), _in_line(happening, waiting, place, by_host)]
        parts += [bullets(_host_line(each, by_host) for each in waiting[_IN_LINE:][:_NAMES])]
    for key, there in (("coming", coming), *_others(all_)):
        if there:
            parts.append(Heading(words.text(f"people.{key}")))
            parts.append(bullets(_host_line(each, by_host) for each in there[:_NAMES]))
    if len(parts) == 2:
        parts.append(words("who.nobody"))
    lost = [each for each in all_ if each.rsvp.who.guest in unreached and each.rsvp.answer]
    if lost:
        names = listed(_called_to(each, by_host) for each in lost)
        parts.append(words("guest.unreached", count=len(lost), names=names))
    return say(*parts, *_to_remove(happening, coming, by_host), Note(words("people.small_print")))


def _others(all_: Sequence[Attending]) -> list[tuple[str, list[Attending]]]:
    return [
        (answer.value, [each for each in all_ if each.rsvp.answer is answer])
        for answer in (Answer.MAYBE, Answer.NO)
    ]


def _host_line(each: Attending, by_host: bool) -> RichText:
    rsvp = each.rsvp
    facts = [
        words.text("people.party", count=rsvp.party) if rsvp.party > 1 else "",
        words.text("people.offered") if rsvp.offered else "",
        words.text("people.needs", count=rsvp.need) if rsvp.need and rsvp.seats else "",
        words.text("people.by_hand") if rsvp.by_hand else "",
        words.text("people.hidden") if rsvp.hidden else "",
    ]
    said = ", ".join(fact for fact in facts if fact)
    mark = _guest_mark(each) if by_host or not rsvp.hidden else ()
    return (_name_to(each, by_host), *mark, *((Plain(f" ({said})"),) if said else ()))


def _name_to(each: Attending, by_host: bool) -> Plain | Mention:
    known = by_host or not each.rsvp.hidden
    return _name(each) if known else Plain(_called_to(each, by_host))


def _called_to(each: Attending, by_host: bool) -> str:
    if not by_host and each.rsvp.hidden:
        return words.text("people.somebody")
    return each.name or words.text("guest.nameless")


def _known_name(each: Attending, by_host: bool) -> str:
    """The name as a command may have it: nothing where the reader is not told."""
    return each.name if by_host or not each.rsvp.hidden else ""


def _to_decide(happening: Happening, each: Attending, by_host: bool) -> Part | None:
    return row(*request_buttons(happening, each.rsvp.who, _known_name(each, by_host)))


def request_buttons(happening: Happening, who: Attendee, name: str) -> list[Button]:
    """What a host can say to somebody who asks; whoever is not told a `name` has no command."""
    if who.guest is not None:
        return [
            guest_button(happening, "admit", who.guest, name, "primary"),
            guest_button(happening, "decline", who.guest, name),
        ]
    value, event = f"{happening.date.id}:{who.member}", _called(happening)
    admit = ADMIT(who=name, event=event) if name else None
    decline = DECLINE(who=name, event=event) if name else None
    return [
        Button(words.text("button.admit"), "events.admit", value, "primary", admit),
        Button(words.text("button.decline"), "events.decline", value, command=decline),
    ]


def _in_line(
    happening: Happening, waiting: Sequence[Attending], place: int, by_host: bool
) -> Actions | None:
    each = waiting[place]
    member, event, name = each.rsvp.who.member, _called(happening), _known_name(each, by_host)
    if each.rsvp.who.guest is not None:
        guest = each.rsvp.who.guest
        let_in = guest_button(happening, "admit", guest, name, label="let_in")
        return row(let_in, guest_button(happening, "remove", guest, name))
    value = f"{happening.date.id}:{member}"
    admit = ADMIT(who=name, event=event) if name else None
    remove = REMOVE(who=name, event=event) if name else None
    buttons = [Button(words.text("button.let_in"), "events.admit", value, command=admit)]
    before = waiting[place - 1] if place else None
    if before and before.rsvp.who.member and before.rsvp.need and each.rsvp.need:
        other_name = _known_name(before, by_host)
        known = name and other_name
        up = MOVE(who=name, before=other_name, event=event) if known else None
        label, other = words.text("button.up"), before.rsvp.who.member
        buttons.append(Button(label, "events.move", f"{value}:{other}", command=up))
    buttons.append(Button(words.text("button.remove"), "events.remove", value, command=remove))
    return row(*buttons)


def guest_button(
    happening: Happening, what: str, guest: int, name: str, style: Style = "plain", label: str = ""
) -> Button:
    """A button by which a host decides about a guest; whoever is told no name has no command."""
    value = f"{happening.date.id}:{guest}"
    command = GUEST[what](guest=name, event=_called(happening)) if name else None
    text = words.text(f"button.{label or what}")
    return Button(text, f"events.{what}_guest", value, style, command)


def which_guest(
    happening: Happening, name: str, there: Sequence[Attending], *, several: bool
) -> Message:
    """The question which guest is meant; or that there is none of this name."""
    names = dict.fromkeys(each.name for each in there if each.name)
    title = happening.event.details.title
    key = "guest.which" if several else "guest.unknown"
    said = words(key, name=name, title=title) if names else words("guest.none", title=title)
    return say(said, bullets(list(names)[:_NAMES]))


def _to_remove(
    happening: Happening, coming: Sequence[Attending], by_host: bool
) -> list[Part | None]:
    """Menus of those who have a seat: of members, and of guests."""
    menus: list[Part | None] = []
    for what in ("remove", "remove_guest"):
        options = [
            Option.of(_called_to(each, by_host), f"{happening.date.id}:{id_}")
            for each in coming
            if (id_ := each.rsvp.who.guest if what == "remove_guest" else each.rsvp.who.member)
        ]
        if options:
            label, shown = words.text(f"button.{what}_one"), tuple(options[:_TO_REMOVE])
            menus.append(row(Select(label, f"events.{what}", shown)))
    return menus


def _called(happening: Happening) -> str:
    return called(happening.event, happening.date)


# Answers to hosts -----------------------------------------------------------------------------


def admitted(mine: Mine, name: str) -> Message:
    """What a host is told who let somebody in."""
    key = "admitted.done" if mine.seated else "admitted.waits"
    return _told(words(key, name=name, title=mine.happening.event.details.title), mine.happening)


def declined(happening: Happening, name: str) -> Message:
    """What a host is told who said: not this time."""
    return _told(words("declined.done", name=name), happening)


def removed(happening: Happening, name: str) -> Message:
    """What a host is told who took somebody off the list."""
    return _told(words("removed.done", name=name), happening)


def nothing_to_do(happening: Happening, name: str) -> Message:
    """What a host is told where somebody neither asks nor waits."""
    return _told(words("people.neither", name=name), happening)


def _told(said: RichText, happening: Happening) -> Message:
    command = PEOPLE(event=_called(happening))
    id_ = str(happening.date.id)
    return say(
        said, row(Button(words.text("button.people"), "events.people", id_, command=command))
    )


# Messages to hosts and to whom they decide about ----------------------------------------------


def request(happening: Happening, rsvp: Rsvp, name: str) -> Message:
    """The question whether somebody may come; facilitators are not told a `name` for hosts."""
    title = title_and_time(happening.event, happening.date)
    key = "request" if rsvp.who.guest is None else "request.guest"
    return say(
        words(key, name=_or_somebody(name), event=title),
        words("request.party", count=rsvp.party) if rsvp.party > 1 else None,
        Note(words("request.hidden")) if rsvp.hidden and name else None,
        row(*request_buttons(happening, rsvp.who, name)),
    )


def let_in_by(host: str, name: str) -> Message:
    """What stands in the place of that question once somebody was let in."""
    return say(words("request.let_in", name=_or_somebody(name), host=host))


def declined_by(host: str, name: str) -> Message:
    """What stands in the place of that question once somebody was not."""
    return say(words("request.declined", name=_or_somebody(name), host=host))


def asks_no_more(name: str) -> Message:
    """What stands in the place of that question once somebody has answered otherwise."""
    return say(words("request.no_more", name=_or_somebody(name)))


def _or_somebody(name: str) -> str:
    return name or words.text("people.somebody")


def taken_off(happening: Happening, *, asked: bool) -> Message:
    """What somebody is told whom a host did not let in, or took off the list."""
    event = title_and_time(happening.event, happening.date)
    return say(words("not_this_time" if asked else "taken_off", event=event))
