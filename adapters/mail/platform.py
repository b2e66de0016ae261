"""All of mail put together from the settings: what `bot.bootstrap` runs."""

import ssl

from adapters.mail.connection import Connections
from adapters.mail.sender import MailSender
from adapters.mail.settings import MailSettings
from adapters.mail.tokens import MailTokens
from bot.community.clock import Clock
from bot.community.mailboxes import UNSUBSCRIBE_PATH, Mailbox, MailboxKey
from bot.routing.files import FileMaker
from bot.routing.registry import Registry
from bot.work import OpenWork, Work


class MailPlatform:
    """Mail's one side: the `sender`. Nothing comes in by mail."""

    def __init__(
        self,
        settings: MailSettings,
        secret: str,
        address: str,
        registry: Registry,
        open_work: OpenWork[Work],
        clock: Clock,
        *,
        machine_clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
        haste: float = 1.0,
    ) -> None:
        """From `secret` tokens and links are derived; these lead to the web process at `address`.

        Files are made by the `clock`; a mail is dated by the machine's, if another one is given.
        Servers are trusted as `tls` says, or as this machine does.
        """
        self.settings = settings
        self.now = (machine_clock or clock).now
        self._address = address
        self._key = MailboxKey(secret)
        self.tokens = MailTokens(secret)
        self.connections = Connections(settings, tls)
        self.sender = MailSender(
            settings,
            self.connections,
            self.tokens,
            self.ends_at,
            FileMaker(registry.files, open_work, clock),
            machine_clock or clock,
            haste=haste,
        )

    def ends_at(self, mailbox: Mailbox) -> str:
        """The address at which whoever reads a mailbox ends all mail to it."""
        return self._address + UNSUBSCRIBE_PATH.format(secret=self._key.secret(mailbox))

    async def close(self) -> None:
        """End all connections, once nobody sends any more."""
        await self.connections.close()
