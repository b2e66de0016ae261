"""From what a browser sends to what the core takes. Pure."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from starlette.datastructures import FormData

from adapters.web.limits import MESSAGE
from adapters.web.refs import PLATFORM
from bot.community.own_chat import ChatPlace
from bot.community.people import Member, Ref
from bot.community.places import PlaceKind
from bot.delivery.heard import AccountMention, HeardSpan
from bot.routing.interaction import Pressed
from bot.ui.fields import Raw
from bot.ui.languages import preferred
from bot.ui.messages import (
    Actions,
    Button,
    Link,
    Mention,
    Message,
    Plain,
    Select,
    Span,
    Text,
    say,
)
from bot.ui.text import clean, read_number

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'”’]")
_CALLED = re.compile(r"@kindred\b[,:]?\s*", re.IGNORECASE)
_DELIVERY = re.compile(r"[\w-]{8,64}")
_MOST_TAGS = 20
_WEIGHT = re.compile(r"q=([01](?:\.\d{1,3})?)")


class MalformedRequest(Exception):
    """A request that no page of ours makes."""


class TooLong(Exception):
    """A message that is longer than `limits.MESSAGE`."""


def field(form: FormData, name: str) -> str:
    """A field of a request as text; empty when it is not there. Line ends are made single."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def interaction_id(form: FormData, member: Member, *about: str) -> str:
    """The id of this interaction: what the page sends, another one for each member and matter.

    Raises `MalformedRequest` when the page sent none.
    """
    sent = field(form, "delivery")
    if not _DELIVERY.fullmatch(sent):
        raise MalformedRequest("no delivery")
    matter = hashlib.sha256("\n".join(about).encode()).hexdigest()[:16]
    return f"{PLATFORM}:{member.id}:{sent}:{matter}"


def said_in(form: FormData) -> str:
    """The words of a message, trimmed; raises `TooLong`."""
    text = clean(field(form, "text")).strip()
    if len(text) > MESSAGE:
        raise TooLong(len(text))
    return text


def mentioned(form: FormData) -> list[int]:
    """The ids of the members who were picked from the list while typing."""
    ids = (read_number(value) for value in form.getlist("mention") if isinstance(value, str))
    return [id_ for id_ in ids if id_ is not None][:50]


def command_in(text: str, kind: PlaceKind, roots: Collection[str]) -> str | None:
    """The command that a message is: after a slash, after @Kindred, or anything said to Kindred.

    Messages that are for other people give `None`.
    """
    if text.startswith("/"):
        first = text[1:].split(maxsplit=1)[:1]
        return text if first and first[0].casefold() in roots else text[1:].lstrip()
    called = _CALLED.match(text)
    if called:
        return text[called.end() :]
    return text if kind is PlaceKind.DIRECT else None


def without_call(text: str) -> str:
    """What was written, without `@Kindred` at the front."""
    called = _CALLED.match(text)
    return text[called.end() :] if called else text


def mentions_in(message: Message) -> list[int]:
    """The ids of the members who are mentioned in what somebody wrote."""
    spans = (span for block in message.blocks if isinstance(block, Text) for span in block.spans)
    return [span.member for span in spans if isinstance(span, Mention)]


def with_refs(text: str, people: Sequence[Member], channels: Sequence[ChatPlace] = ()) -> str:
    """The text with `@Name` and `#channel` as the core knows them.

    Those are `<@web:12>`, and `<#web:square:1|everybody>`.
    """
    if refs := {c.title.casefold(): f"<#{Ref(PLATFORM, c.key)}|{c.title}>" for c in channels}:
        names = "|".join(map(re.escape, sorted(refs, key=len, reverse=True)))
        named = re.compile(rf"#({names})(?!\w)", re.IGNORECASE)
        text = named.sub(lambda found: refs[found[1].casefold()], text)
    for member in sorted(people, key=lambda m: -len(m.name)):
        text = text.replace(f"@{member.name}", f"<@{Ref(PLATFORM, str(member.id))}>")
    return text


def message_of(text: str, people: Sequence[Member]) -> Message:
    """A message of what somebody wrote: addresses become links, picked names mentions."""
    names = {f"@{member.name}": member for member in people}
    parts = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
    found = re.compile("|".join([_URL.pattern, *parts]))
    return say(tuple(_spans(text, found, names)), fallback=text)


def _spans(text: str, found: re.Pattern[str], names: Mapping[str, Member]) -> Iterator[Span]:
    end = 0
    for match in found.finditer(text):
        if match.start() > end:
            yield Plain(text[end : match.start()])
        end, words = match.end(), match[0]
        member = names.get(words)
        yield Mention(member.id, member.name) if member else Link(words, words)
    if end < len(text):
        yield Plain(text[end:])


def heard_spans(message: Message) -> tuple[HeardSpan, ...]:
    """What somebody wrote, as it is carried to other chats."""
    found: list[HeardSpan] = []
    for block in message.blocks:
        for span in block.spans if isinstance(block, Text) else ():
            match span:
                case Mention(member=member, name=name):
                    found.append(AccountMention(Ref(PLATFORM, str(member)), name))
                case Plain() | Link():
                    found.append(span)
                case _:
                    pass
    return tuple(found)


def values_of(form: FormData) -> dict[str, Raw]:
    """The fields of a dialog: `one.<name>` holds one text, `many.<name>` a list.

    `parts.<name>` holds a list of which each has its place, so that empty ones stay.
    """
    values: dict[str, Raw] = {}
    for key in form:
        how, _, name = key.partition(".")
        if how == "one":
            values[name] = field(form, key)
        elif how == "many":
            values[name] = [v for v in form.getlist(key) if isinstance(v, str) and v]
        elif how == "parts":
            values[name] = [v if isinstance(v, str) else "" for v in form.getlist(key)]
    return values


def pressed_in(form: FormData, message: Message) -> Pressed | None:
    """The button or option that was pressed, if the message has it: nobody makes up their own."""
    action, _, value = field(form, "press").partition(":")
    chosen = field(form, "option")
    for block in message.blocks:
        for control in block.controls if isinstance(block, Actions) else ():
            match control:
                case Button() if (control.action, control.value) == (action, value):
                    return Pressed(action, value)
                case Select() if control.action == action:
                    if chosen in {option.value for option in control.options}:
                        return Pressed(action, chosen)
                case _:
                    pass
    return None


# In which language ----------------------------------------------------------------------------


def accepted_languages(headers: Mapping[str, str]) -> list[str]:
    """The languages that a browser accepts, the liked ones first."""
    accepted = headers.get("accept-language", "").split(",")
    weighed = [_weighed(each) for each in accepted[:_MOST_TAGS] if each.strip()]
    return [tag for _, tag in sorted(weighed, key=lambda each: -each[0])]


def browser_language(headers: Mapping[str, str]) -> str:
    """The language that somebody's browser is set to; empty if it does not say."""
    tags = accepted_languages(headers)
    return preferred(tags) if tags else ""


def _weighed(accepted: str) -> tuple[float, str]:
    tag, _, weight = accepted.partition(";")
    found = _WEIGHT.fullmatch(weight.strip())
    return float(found[1]) if found else 1.0, tag
