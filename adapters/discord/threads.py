"""Threads: private ones, opened once and woken when Discord has archived them, and below cards."""

import base64
import hashlib
import logging
from collections.abc import Sequence

from adapters.discord.api import Api, Json
from adapters.discord.errors import NOT_THERE, THREAD_THERE, Declined
from adapters.discord.limits import THREAD_NAME
from bot.delivery.errors import Away, Busy
from bot.ui.capabilities import short

log = logging.getLogger(__name__)

CHANNEL = "/channels/{channel_id}"
THREADS = "/channels/{channel_id}/threads"
BELOW = "/channels/{channel_id}/messages/{message_id}/threads"
MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
MEMBERS = "/channels/{channel_id}/thread-members"
MINE = "/channels/{channel_id}/users/@me/threads/archived/private"
ACTIVE = "/guilds/{guild_id}/threads/active"
PRIVATE = 12  # docs: resources/channel, "Channel Types"
A_WEEK = 10_080  # minutes without a word until Discord archives it: the longest there is


class Threads:
    """The threads of Kindred. Errors are those of `Api.call`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def opened(
        self, key: str, guild: str, parent: str, users: Sequence[str], title: str, *, again: bool
    ) -> str:
        """The id of the thread of this key in a channel, with these users in it.

        Discord does not know a second request for the same thread by itself. So a thread that may
        have been made before (`again`) is looked for by the end of its name, which is its key's.
        """
        name = name_of(title, key)
        found = await self._find(guild, parent, key) if again else None
        thread = found
        if thread is None:
            made = await self._api.call(
                "POST",
                THREADS,
                {
                    "name": name,
                    "type": PRIVATE,
                    "invitable": False,
                    "auto_archive_duration": A_WEEK,
                },
                channel_id=parent,
            )
            thread = str(made["id"])
        try:
            for user in users:
                await self._api.call("PUT", MEMBER, channel_id=thread, user_id=user)
        except Busy as busy:
            if found is None:  # now there is one: being told to wait is no clean slate
                raise Away(str(busy), busy.after) from busy
            raise
        except Declined:
            await self._put_away(thread)
            raise
        return thread

    async def gather(self, thread: str, users: Sequence[str]) -> None:
        """Let just these users be in a thread, and Kindred; not who has left the server."""
        there = await self._api.call("GET", MEMBERS, channel_id=thread)
        inside = {str(each["user_id"]) for each in there} - {await self._api.me()}
        for user in sorted(inside - set(users)):
            await self._each("DELETE", thread, user)
        for user in users:
            if user not in inside:
                await self._each("PUT", thread, user)

    async def _each(self, method: str, thread: str, user: str) -> None:
        try:
            await self._api.call(method, MEMBER, channel_id=thread, user_id=user)
        except Declined as declined:
            if declined.code not in NOT_THERE:
                raise
            log.info("%s is not there for thread %s: %s", user, thread, declined)

    async def archive(self, thread: str) -> None:
        """Put a thread away; a word in it opens it again."""
        await self._api.call("PATCH", CHANNEL, {"archived": True}, channel_id=thread)

    async def try_below(self, channel: str, message: str, title: str) -> None:
        """Open a thread below a message, unless none may be."""
        try:
            await self.open_below(channel, message, title)
        except Declined as declined:
            log.info("no thread below %s: %s", message, declined)

    async def open_below(self, channel: str, message: str, title: str) -> None:
        """Open a thread below a message, for all who see it; nothing is done where one was once."""
        name = short(" ".join(title.split()), THREAD_NAME)
        body = {"name": name, "auto_archive_duration": A_WEEK}
        try:
            await self._api.call("POST", BELOW, body, channel_id=channel, message_id=message)
        except Busy as busy:  # the message is there: being told to wait is no clean slate
            raise Away(str(busy), busy.after) from busy
        except Declined as declined:
            if declined.code != THREAD_THERE:
                raise

    async def wake(self, thread: str) -> None:
        """Open a thread that was archived, so that something can be said in it."""
        await self._api.call("PATCH", CHANNEL, {"archived": False}, channel_id=thread)

    async def _put_away(self, thread: str) -> None:
        """Close a thread that not everybody could be let into."""
        try:
            await self._api.call("PATCH", CHANNEL, {"archived": True}, channel_id=thread)
        except Declined as declined:
            log.info("thread %s stays open: %s", thread, declined)

    async def _find(self, guild: str, parent: str, key: str) -> str | None:
        """Our own private thread of this key, whatever the rest of its name is by now."""
        me = await self._api.me()
        active = await self._api.call("GET", ACTIVE, guild_id=guild)
        found = _ours(active["threads"], parent, key, me)
        before: dict[str, object] = {}
        while found is None:
            page = await self._api.call("GET", MINE, query=before, channel_id=parent)
            found = _ours(page["threads"], parent, key, me)
            if not page.get("has_more") or not page["threads"]:
                break
            before = {"before": page["threads"][-1]["id"]}
        return found


def name_of(title: str, key: str) -> str:
    """A thread's name: its title, and six letters that are this key's."""
    end = end_of(key)
    return f"{short(' '.join(title.split()), THREAD_NAME - len(end))}{end}"


def end_of(key: str) -> str:
    """The six letters of a key, as they stand at the end of what carries no other mark."""
    letters = base64.b32encode(hashlib.sha256(key.encode()).digest())[:6].decode().lower()
    return f" · {letters}"


def _ours(threads: Sequence[Json], parent: str, key: str, me: str) -> str | None:
    for thread in threads:
        private = thread["type"] == PRIVATE and str(thread["owner_id"]) == me
        here = str(thread["parent_id"]) == parent and thread["name"].endswith(end_of(key))
        if private and here:
            return str(thread["id"])
    return None
