"""Carries the outbox's messages to the mail server (`bot.delivery.sender.Sender`).

A mail server keeps no keys: what was handed over when the connection broke is handed over again,
with the same `Message-ID`, by which the programs of those who read it know that it is the same.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from adapters.mail import limits
from adapters.mail.connection import Connections, Letter
from adapters.mail.errors import (
    AGAIN_AFTER,
    AllBusy,
    MailFault,
    NoForeignLetters,
    TooLargeForServer,
    outcome,
)
from adapters.mail.mime import Attachment, Heads, Party, lines
from adapters.mail.render import words, words_of
from adapters.mail.settings import MailSettings
from adapters.mail.tokens import MailTokens, return_path
from bot.community.clock import Clock
from bot.community.mailboxes import MAIL, Mailbox
from bot.community.people import Ref
from bot.community.places import Place
from bot.delivery.sender import Posted, RateLimit, Receipt, Refused, Retry, SendResult
from bot.errors import NotReady
from bot.routing.files import Attached, FileMaker
from bot.ui.files import File
from bot.ui.languages import in_language
from bot.ui.messages import Block, Message, Note

EndsAt = Callable[[Mailbox], str]
"""The address at which whoever reads a mailbox ends all mail to it."""

_GONE_OUT = Refused("what has gone out by mail stays as it is")


class MailSender:
    """Sends to mailboxes, one mail for each message."""

    platform = MAIL
    capabilities = limits.CAPABILITIES

    def __init__(
        self,
        settings: MailSettings,
        connections: Connections,
        tokens: MailTokens,
        ends_at: EndsAt,
        file_maker: FileMaker,
        clock: Clock,
        *,
        haste: float = 1.0,
    ) -> None:
        """A `haste` above 1 is for tests; the date of a mail is of the `clock`."""
        self._settings = settings
        self._connections = connections
        self._tokens = tokens
        self._ends_at = ends_at
        self._file_maker = file_maker
        self._clock = clock
        self._again_after = AGAIN_AFTER / haste
        self.rate_limit = RateLimit(message=60 / settings.per_minute / haste)

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        """There are none."""
        return Refused("there are no rooms in mail")

    async def gather(self, key: str, place: Place) -> SendResult:
        """There are none."""
        return Refused("there are no rooms in mail")

    async def close_room(self, key: str, place: Place) -> SendResult:
        """There are none."""
        return Refused("there are no rooms in mail")

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        """Send a mail; what may have gone out before goes out as the same."""
        if place.mailbox is None:
            return Refused("this is no mailbox")
        try:
            async with asyncio.timeout(limits.SECONDS):
                return await self._post(key, place.mailbox, message)
        except AllBusy:
            return Retry(self._again_after / 10, "all connections are busy", untouched=True)
        except MailFault as fault:
            return outcome(fault, self._again_after)
        except NoForeignLetters:
            return Refused("the mail server writes to no address with letters beyond ASCII")
        except TooLargeForServer:
            return Refused("the mail server takes no mail of this size")
        except TimeoutError:
            return Retry(self._again_after, "the mail server is too slow")
        except NotReady as away:
            return Retry(self._again_after, str(away))

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """What has gone out cannot be changed."""
        return _GONE_OUT

    async def retract(self, key: str, posted: Posted) -> SendResult:
        """What has gone out cannot be taken back."""
        return _GONE_OUT

    async def _post(self, key: str, mailbox: Mailbox, message: Message) -> Receipt:
        token = self._tokens.of(key)
        with await self._file_maker.attach(message) as attached:
            said, files = _within_limits(attached)
        try:
            await self._connections.send(self.letter(token, mailbox, said, files))
        except TooLargeForServer:
            if not files:
                raise
            bare = _without(said, {each.name for each in files})
            await self._connections.send(self.letter(token, mailbox, bare, []))
        return Receipt(Ref(MAIL, str(mailbox.id)), Ref(MAIL, token))

    def letter(
        self, token: str, mailbox: Mailbox, message: Message, files: list[Attachment]
    ) -> Letter:
        """A mail as it is sent, now."""
        settings, ends_at = self._settings, self._ends_at(mailbox)
        heads = Heads(
            sender=Party(settings.name, settings.address),
            to=Party(mailbox.name, mailbox.address),
            reply_to=settings.reply_to,
            message_id=f"<{token}@{settings.domain}>",
            date=self._clock.now(),
            ends_at=ends_at,
            locale=message.locale,
        )
        bounces = return_path(settings.return_path, token) if settings.return_path else ""
        content = lines(heads, words_of(message, mailbox, ends_at), files)
        return Letter(bounces or settings.address, mailbox.address, content)


def _within_limits(attached: Attached) -> tuple[Message, list[Attachment]]:
    """A message and its files; words say so in the place of those that are too many or too much."""
    left, files, too_much = limits.FILE_BYTES, list[Attachment](), set[str]()
    for file, content in attached.files:
        if content.size > left or len(files) == limits.FILES:
            too_much.add(file.name)
            continue
        left -= content.size
        files.append(Attachment(file.name, file.media_type, content.read()))
    return _without(attached.message, too_much), files


def _without(message: Message, names: set[str]) -> Message:
    """A message in which words stand for these files."""

    def instead(block: Block) -> Block:
        if isinstance(block, File) and block.name in names:
            return Note(words("file.too_large", name=block.name))
        return block

    with in_language(message.locale):
        return replace(message, blocks=tuple(map(instead, message.blocks)))
