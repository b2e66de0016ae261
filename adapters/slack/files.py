"""Files into Slack, and out of it: addresses of Slack's own alone, in good time, and no more bytes
than are allowed.
"""

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from adapters.slack import methods, parse
from adapters.slack.api import Api, Json
from adapters.slack.errors import Declined, Lost
from adapters.slack.limits import MESSAGE_FILES
from bot.community.people import Ref
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.routing.files import Attached, FileGone
from bot.ui.content import Gathered, TooLarge, gather
from bot.ui.files import GivenFile

log = logging.getLogger(__name__)

HOSTS = frozenset({"files.slack.com", "slack-files.com", "files.slack-gov.com"})
"""Where Slack keeps files; a Slack elsewhere (`SLACK_API_URL`) keeps them at its own origin."""

_SLACK = ("slack.com", "slack-gov.com")
_PIECE = 64 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=30)
_PATIENCE = 20.0  # seconds for all of a file that somebody gave
_GONE = ("file_not_found", "file_deleted", "file_not_yet_available")


class SlackFiles:
    """Hands files over, and fetches those that people give (`bot.routing.files.FileSource`)."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def share(
        self, team: str, channel: str, attached: Attached, thread: str | None = None
    ) -> None:
        """Put the files of a message into a conversation, or a thread; errors as of `Api.call`.

        Until the last step nobody sees anything of them.
        """
        shared = []
        for file, content in attached.files:
            place = await self._api.call(
                team, methods.GET_UPLOAD_URL, filename=file.name, length=content.size
            )
            await self._upload(str(place["upload_url"]), content.read())
            shared.append({"id": str(place["file_id"]), "title": file.name})
        where = {"channel_id": channel, "thread_ts": thread}
        await self._api.call(team, methods.COMPLETE_UPLOAD, files=shared, **where)

    async def given(self, team: str, files: Sequence[Json]) -> tuple[GivenFile, ...]:
        """The first few files of a message; Slack is asked what it does not tell of them."""
        told = [*files[:MESSAGE_FILES]]
        for number, file in enumerate(told):
            if parse.is_told_of(file):
                continue
            try:
                answer = await self._api.call(team, methods.FILES_INFO, file=str(file["id"]))
            except (Away, Busy, Declined, Lost, NotReady) as fault:
                log.info("nothing is told of a file: %s", fault)
            else:
                told[number] = answer["file"]
        return tuple(map(parse.given_file, told))

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        """What is in a file that somebody gave in a workspace."""
        try:
            told = (await self._api.call(space.id, methods.FILES_INFO, file=file.id))["file"]
            address = str(told.get("url_private_download") or told.get("url_private") or "")
            if not self._is_of_slack(address):
                raise FileGone("its content is not with Slack")
            if int(told.get("size") or 0) > most:
                raise TooLarge(most)
            async with asyncio.timeout(_PATIENCE):
                return await self._download(space.id, address, most)
        except Declined as declined:
            if declined.code in _GONE:
                raise FileGone(declined.code) from None
            raise NotReady(f"Slack declined: {declined}") from None
        except (Away, Busy, Lost) as fault:
            raise NotReady(f"Slack: {fault}") from None
        except (TimeoutError, aiohttp.ClientError) as fault:
            raise NotReady(f"Slack's files: {type(fault).__name__}") from None

    async def _download(self, team: str, address: str, most: int) -> Gathered:
        """The content; Slack leads elsewhere, to its own page, whoever may not see it."""
        token = await self._api.token(team)
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        async with self._api.session.get(
            address, headers=headers, timeout=_TIMEOUT, allow_redirects=False
        ) as answer:
            if answer.status == 429 or answer.status >= 500:
                raise NotReady(f"Slack's files: {answer.status}")
            if answer.status != 200:
                raise FileGone(f"Slack's files: {answer.status}")
            return await gather(answer.content.iter_chunked(_PIECE), most)

    async def _upload(self, url: str, content: bytes) -> None:
        if not self._is_of_slack(url):
            raise Declined("upload_url_elsewhere")
        try:
            async with self._api.session.post(
                url, data=content, timeout=_TIMEOUT, allow_redirects=False
            ) as answer:
                if answer.status == 429:
                    raise Busy(30.0)
                if answer.status >= 500:
                    raise Away(f"upload: {answer.status}")
                if answer.status != 200:
                    raise Declined(f"upload_{answer.status}")
        except TimeoutError:
            raise Away("upload: no answer in time") from None
        except aiohttp.ClientError as fault:
            raise Away(f"upload: {type(fault).__name__}") from None

    def _is_of_slack(self, url: str) -> bool:
        """Whether an address is one of Slack's; a redirect to another one is never followed."""
        try:
            parts, own = urlsplit(url), urlsplit(self._api.base_url)
            if own.hostname in _SLACK:
                return parts.scheme == "https" and parts.hostname in HOSTS and parts.port is None
        except ValueError:
            return False
        return (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
