"""Carries the outbox's messages into Slack (`bot.delivery.outbox.Sender`), each once.

A message carries its key in its metadata. When one may have been sent before, the channel is looked
through for the key first. Opening a group for the same people gives the same group again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from adapters.slack import methods, modals, refs, render
from adapters.slack.api import Api, Json
from adapters.slack.errors import Away, Busy, Declined, Lost
from adapters.slack.limits import CAPABILITIES, PLATFORM
from adapters.slack.ports import SlackWork
from bot.community.people import Account, Ref, Space
from bot.delivery.sender import Outcome, Pace, Posted, Receipt, Refused, Retry
from bot.errors import NotReady
from bot.ui.messages import Message, mentioned_in
from bot.work import OpenWork

log = logging.getLogger(__name__)

EVENT_TYPE = "kindred_message"
"""The type of the metadata that carries a message's key."""

_BETWEEN_MESSAGES = 0.2  # seconds; Slack allows several hundred a minute in a workspace
_PAGE = 100  # messages that are looked through at once
_PAGES = 5
_AWAY = 5.0  # seconds before what may not have arrived is tried again
_ONCE_MORE = timedelta(seconds=0)


class SlackSender:
    """Speaks for Kindred in every workspace it is in."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(self, api: Api, open_work: OpenWork[SlackWork], *, haste: float = 1.0) -> None:
        self._api = api
        self._open_work = open_work
        self._away = timedelta(seconds=_AWAY / haste)
        self.pace = Pace(room=methods.OPEN.seconds / haste, message=_BETWEEN_MESSAGES / haste)

    async def open_room(
        self,
        key: str,
        space: Space,
        members: Sequence[Account],
        title: str,
        *,
        again: bool = False,
    ) -> Outcome:
        """Open a group for these members and Kindred."""

        async def act() -> Outcome:
            users = ",".join(member.ref.id for member in members)
            return Receipt(await self._opened(space.ref.id, users))

        return await self._do(act)

    async def post(
        self, key: str, channel: Ref, message: Message, *, again: bool = False
    ) -> Outcome:
        """Say something in a channel or a group; a public channel is joined if need be."""

        async def act() -> Outcome:
            try:
                return await self._say(key, channel, message, again)
            except Declined as declined:
                if declined.code != "not_in_channel":
                    raise
            team, id_ = refs.team_and_channel(channel)
            await self._api.call(team, methods.JOIN, channel=id_)
            return await self._say(key, channel, message, again)

        return await self._do(act)

    async def direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> Outcome:
        """Say something to one person alone."""

        async def act() -> Outcome:
            async with self._open_work(read_only=True) as work:
                known = await work.people.channel_of(account)
            if known:
                try:
                    return await self._say(key, known, message, again)
                except Declined as declined:
                    if declined.code != "channel_not_found":
                        raise
            channel = await self._opened(account.home.id, account.ref.id)
            async with self._open_work() as work:
                await work.people.written_to(account, channel)
            return await self._say(key, channel, message, again)

        return await self._do(act)

    async def edit(self, key: str, posted: Posted, message: Message) -> Outcome:
        """Give a message new words."""

        async def act() -> Outcome:
            try:
                return await self._amended(key, posted, message)
            except Declined as declined:
                if declined.code == "message_not_found":  # somebody took it away: so be it
                    return Receipt(posted.channel, posted.message)
                if declined.code != "invalid_blocks":
                    raise
            return await self._amended(key, posted, message, plain=True)

        return await self._do(act)

    async def retract(self, key: str, posted: Posted) -> Outcome:
        """Take a message back."""

        async def act() -> Outcome:
            team, channel = refs.team_and_channel(posted.channel)
            for stamp in refs.stamps(posted.message):
                await self._deleted(team, channel, stamp)
            return Receipt(posted.channel, posted.message)

        return await self._do(act)

    async def publish_home(self, account: Account, message: Message) -> Outcome:
        """Show somebody's home anew."""

        async def act() -> Outcome:
            known = await self.known(account.home, message)
            view = modals.home(message, known)
            await self._api.call(
                account.home.id, methods.VIEWS_PUBLISH, user_id=account.ref.id, view=view
            )
            return Receipt(account.ref)

        return await self._do(act)

    async def known(self, space: Ref, message: Message) -> Mapping[int, str]:
        """How those who are mentioned in a message are known in a workspace, by member."""
        members = mentioned_in(message)
        if not members:
            return {}
        async with self._open_work(read_only=True) as work:
            found = await work.people.accounts_in(space, members)
        return {member: ref.id for member, ref in found.items()}

    async def _opened(self, team: str, users: str) -> Ref:
        answer = await self._api.call(team, methods.OPEN, users=users)
        return refs.channel(team, str(answer["channel"]["id"]))

    async def _say(self, key: str, channel: Ref, message: Message, again: bool) -> Outcome:
        """Post every page of a message that is not there yet.

        Where Slack takes no table, or cannot fetch a picture, their words are said instead.
        """
        team, id_ = refs.team_and_channel(channel)
        there = await self._there(team, id_, key) if again else {}
        try:
            stamps = await self._pages(team, id_, await self._body(team, key, message), there)
        except Declined as declined:
            if declined.code != "invalid_blocks" or there:
                raise
            bodies = await self._body(team, key, message, plain=True)
            stamps = await self._pages(team, id_, bodies, there)
        return Receipt(channel, refs.message(*stamps))

    async def _pages(
        self, team: str, channel: str, bodies: Sequence[Json], there: dict[str, str]
    ) -> list[str]:
        """Post what is not `there`. Once something was, being told to wait is no clean slate."""
        for body in bodies:
            part = _part(body)
            if part not in there:
                try:
                    there[part] = await self._posted(team, channel, body)
                except Busy as busy:
                    if there:
                        raise Away(str(busy)) from busy
                    raise
        return [there[_part(body)] for body in bodies]

    async def _amended(
        self, key: str, posted: Posted, message: Message, *, plain: bool = False
    ) -> Outcome:
        """Give the pages that are there new words; what is too many goes, what is missing comes."""
        team, channel = refs.team_and_channel(posted.channel)
        former = refs.stamps(posted.message)
        bodies = await self._body(team, key, message, plain=plain)
        for body, stamp in zip(bodies, former, strict=False):
            await self._api.call(team, methods.UPDATE, channel=channel, ts=stamp, **body)
        for stamp in former[len(bodies) :]:
            await self._deleted(team, channel, stamp)
        more = bodies[len(former) :]
        there = await self._there(team, channel, key) if more else {}
        stamps = [*former[: len(bodies)], *await self._pages(team, channel, more, there)]
        return Receipt(posted.channel, refs.message(*stamps))

    async def _deleted(self, team: str, channel: str, stamp: str) -> None:
        try:
            await self._api.call(team, methods.DELETE, channel=channel, ts=stamp)
        except Declined as declined:
            if declined.code != "message_not_found":
                raise

    async def _posted(self, team: str, channel: str, body: Json) -> str:
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        answer = await self._api.call(team, methods.POST_MESSAGE, channel=channel, **body, **quiet)
        return str(answer["ts"])

    async def _body(
        self, team: str, key: str, message: Message, *, plain: bool = False
    ) -> list[Json]:
        """What to send for each page: words, blocks, and the key in the metadata."""
        known = await self.known(refs.workspace(team), message)
        pages = render.pages(message, known, plain_tables=plain, plain_images=plain)
        text = render.notice(message)
        parts = [key, *(f"{key}#{number}" for number in range(2, len(pages) + 1))]
        return [
            {
                "text": text,
                "blocks": blocks,
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": part}},
            }
            for part, blocks in zip(parts, pages, strict=True)
        ]

    async def _there(self, team: str, channel: str, key: str) -> dict[str, str]:
        """The newest messages of ours under this key that are in a channel: part to timestamp."""
        found: dict[str, str] = {}
        cursor: str | None = None
        for _ in range(_PAGES):
            page = await self._api.call(
                team,
                methods.HISTORY,
                channel=channel,
                limit=_PAGE,
                include_all_metadata=True,
                cursor=cursor,
            )
            for message in page.get("messages", []):
                part = _key_of(message)
                if part == key or part.startswith(f"{key}#"):
                    found.setdefault(part, str(message["ts"]))
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None or key in found:
                break
        return found

    async def _do(self, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
        try:
            return await act()
        except Busy as busy:
            return Retry(timedelta(seconds=busy.after), str(busy), untouched=True)
        except Away as away:
            return Retry(max(self._away, timedelta(seconds=away.settled)), str(away))
        except NotReady as away:
            return Retry(self._away, str(away))
        except Lost as lost:
            return Retry(_ONCE_MORE, f"the workspace is lost: {lost}")  # now there is another way
        except Declined as declined:
            log.info("Slack declined: %s", declined)
            return Refused(f"Slack says {declined}")


def _part(body: Json) -> str:
    """The key that a page carries."""
    return str(body["metadata"]["event_payload"]["key"])


def _key_of(message: Json) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str(metadata.get("event_payload", {}).get("key", ""))
