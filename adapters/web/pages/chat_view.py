"""Everything that the chat page shows of a place, read in a fixed number of queries."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.web import refs
from adapters.web.limits import LOADED, PAGE, THREAD, UNREAD
from adapters.web.ports import WebWork
from adapters.web.render import Pressing, Reader, message_html
from bot.community.own_chat import ChatMessage, ChatPlace, ListedPlace
from bot.community.people import Community, Member
from bot.community.places import PlaceKind
from bot.community.roles import Standing

_TOGETHER = timedelta(minutes=6)  # what one person says within these is shown as one


class NotFound(Exception):
    """There is no such place or message, or it is not for who asks."""


@dataclass(frozen=True, slots=True)
class ChatQuery:
    """What is asked for: a place, perhaps with a thread beside it, from which message on.

    A message that the member has said may be shown for `editing`.
    """

    place: int
    thread: int | None = None
    since: int | None = None
    before: int | None = None
    editing: int | None = None


@dataclass(frozen=True, slots=True)
class ChatView:
    """A place as one member sees it."""

    me: Member
    standing: Standing
    community: Community
    place: ChatPlace
    places: Sequence[ListedPlace]
    inside: Sequence[Member]
    messages: Sequence[ChatMessage]
    earlier: int | None
    thread: Sequence[ChatMessage]
    editing: int | None = None

    @property
    def for_all(self) -> bool:
        """Whether this is the channel that everybody is in."""
        return self.place.key == refs.for_all(self.me.community)

    @property
    def here(self) -> ListedPlace | None:
        """This place in the list of places."""
        return next((listed for listed in self.places if listed.id == self.place.id), None)

    @property
    def unread_elsewhere(self) -> int:
        """Unread messages in the other places."""
        return sum(listed.unread for listed in self.places if listed.id != self.place.id)

    def of_kind(self, *kinds: str) -> list[ListedPlace]:
        """Some of the places; rooms with the newest first."""
        found = [listed for listed in self.places if listed.kind in kinds]
        return sorted(found, key=lambda p: -p.newest) if "room" in kinds else found


async def load_view(work: WebWork, me: Member, query: ChatQuery) -> ChatView:
    """Read what the page shows; raises `NotFound` for a place that is not there for this member."""
    web = work.web
    place = await web.place(query.place, me)
    if place is None:
        raise NotFound
    limit = LOADED if query.since else PAGE + 1
    messages = await web.page(place.id, me.id, limit=limit, before=query.before, since=query.since)
    more = not query.since and len(messages) > PAGE
    messages = messages[1:] if more else messages
    thread = await web.thread(query.thread, me.id, THREAD) if query.thread else []
    if query.thread and (not thread or thread[0].place != place.id):
        raise NotFound
    return ChatView(
        me=me,
        standing=await work.roles.standing(me),
        community=await work.people.community(me.community),
        place=place,
        places=await web.places(me, UNREAD + 1),
        inside=await web.people_in(place.id, 12) if place.kind is PlaceKind.ROOM else [],
        messages=messages,
        earlier=messages[0].id if more else None,
        thread=thread,
        editing=query.editing,
    )


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing in a conversation: a new day, or a message.

    A page that is open keeps an item whose `version` is still the same.
    """

    id: str
    version: str
    day: str = ""
    said: ChatMessage | None = None
    html: str = ""
    again: bool = False
    at: str = ""
    on: str = ""


def timeline(
    messages: Iterable[ChatMessage],
    reader: Reader,
    csrf: str,
    prefix: str = "m",
    editing: int | None = None,
) -> Iterator[TimelineItem]:
    """Messages with the days between them; `prefix` makes the ids of two lists different."""
    earlier: ChatMessage | None = None
    for said in messages:
        if earlier is None or reader.date(earlier.at) != reader.date(said.at):
            day = reader.day(said.at)
            yield TimelineItem(f"{prefix}-day-{reader.date(said.at)}", day, day=day)
            earlier = None
        again = earlier is not None and _together(earlier, said)
        version = f"{said.change}.{said.replies}.{again:d}.{said.id == editing:d}"
        here = f"/m/{said.id}"
        pressing = Pressing(f"{here}/press", csrf, str(uuid.uuid4()), f"{here}/file")
        html = message_html(said.body, reader, pressing)
        item = TimelineItem(f"{prefix}{said.id}", version, said=said, html=html, again=again)
        yield replace(item, at=reader.tells(said.at, "HH:mm"), on=_on(reader, said.at))
        earlier = said


def _together(earlier: ChatMessage, said: ChatMessage) -> bool:
    same = (earlier.author, earlier.private) == (said.author, said.private)
    same = same and earlier.body.speaker == said.body.speaker
    return same and not said.private and not said.asked and said.at - earlier.at < _TOGETHER


def _on(reader: Reader, at: datetime) -> str:
    return reader.tells(at, "EEEE d MMMM y, HH:mm")
