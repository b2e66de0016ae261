"""`kindred check mail`: how it is between Kindred and its mail server, in plain words."""

import ssl
from dataclasses import dataclass, field

from adapters.mail.connection import Connection
from adapters.mail.errors import MailFault, NoForeignLetters, TooLargeForServer
from adapters.mail.platform import MailPlatform
from bot.community.mailboxes import Mailbox, read_address
from bot.ui.messages import say
from bot.ui.words import WordBook
from bot.work import OpenWork, Work

words = WordBook("adapters.mail")

_NO_COMMUNITY = 1  # the first will have this id


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, and what was `told` of what is right."""

    faults: list[str]
    told: list[str] = field(default_factory=list)


def unset() -> str:
    """What it means that nothing of mail is set."""
    return words.text("check.unset")


def counted(waiting: int, unknown: int) -> list[str]:
    """What is wrong where mail waits without a server, or those are not known who want none."""
    told = (("check.waiting", waiting), ("check.other_key", unknown))
    return [words.text(key, count=count) for key, count in told if count]


async def look(platform: MailPlatform, open_work: OpenWork[Work], to: str) -> Found:
    """Ask the server; send a test mail `to` an address, if there is one."""
    found, server = Found([]), f"{platform.settings.host}:{platform.settings.port_used}"
    try:
        connection = await platform.connections.connect()
    except MailFault as fault:
        found.faults.append(words.text(f"check.{fault.step}", server=server, why=str(fault)))
        return found
    try:
        found.told.extend(_answers(platform, connection, server))
        if to:
            await _send(platform, open_work, connection, to)
            found.told.append(words.text("check.sent"))
        else:
            found.told.append(words.text("check.not_sent"))
    except MailFault as fault:
        found.faults.append(words.text(f"check.{fault.step}", server=server, why=str(fault)))
    except NoForeignLetters:
        found.faults.append(words.text("check.letters", server=server))
    except TooLargeForServer:
        found.faults.append(words.text("check.size", server=server))
    except _NotSent as why:
        found.faults.append(words.text(str(why)))
    finally:
        await connection.end()
    return found


class _NotSent(Exception):
    """Nothing was sent there, by the key of why."""


def _answers(platform: MailPlatform, connection: Connection, server: str) -> list[str]:
    client, settings = connection.client, platform.settings
    under = client.get_transport_info("ssl_object")
    tls = (under.version() or "") if isinstance(under, ssl.SSLObject) else ""
    said = [words.text("check.answers" if tls else "check.answers.plain", server=server, tls=tls)]
    if settings.username:
        said.append(words.text("check.logged_in"))
    size = client.esmtp_extensions.get("size", "")
    if size.isdecimal() and int(size):
        said.append(words.text("check.takes", size=int(size) // 1_000_000))
    return said


async def _send(
    platform: MailPlatform, open_work: OpenWork[Work], connection: Connection, to: str
) -> None:
    address = read_address(to)
    if address is None:
        raise _NotSent("check.no_address")
    async with open_work(read_only=True) as work:
        if await work.mailboxes.any_unsubscribed(address):
            raise _NotSent("check.unwanted")
        communities = await work.people.communities()
    community = communities[0].id if communities else _NO_COMMUNITY
    message = say(words("check.text"), fallback=words.text("check.subject"))
    token = platform.tokens.of(f"check:{platform.now().isoformat()}")
    letter = platform.sender.letter(token, Mailbox(0, community, address), message, [])
    await connection.send(letter)
