"""Mailboxes: the e-mail addresses of people who are no members, such as an event's guests.

An address is kept no longer than it is needed. Of one that wants no more mail only a digest is kept
(HMAC-SHA256 with a key derived from the server's), from which nobody reads it; by the same digest
the link in each mail knows what it is about, even when the address has long been forgotten.
"""

import base64
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

import idna

from bot.community.derived_keys import derived_key
from bot.community.people import Ref, Space

MAIL = "mail"
"""What mail is called among the chat platforms."""

NAME_LENGTH = 60
"""Characters of a name that a mail is addressed to."""

UNSUBSCRIBE_PATH = "/mail/{secret}"
"""The page at which somebody ends all mail to them; `MailboxKey.secret` is put in."""

_LONGEST, _LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1, as corrected by erratum 1690
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]")
_BYTES = 24
_SECRET = re.compile(
    r"(?P<community>[1-9]\d{0,17})-(?P<digest>[\w-]{32})(?P<proof>[\w-]{32})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whom mail goes to, in which language and time zone.

    Its text form holds neither address nor name, so that no log does.
    """

    id: int
    community: int
    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    locale: str = "en"
    zone: str = "UTC"


class Unsubscribing(NamedTuple):
    """Whose mail from which community a link ends; the digest stands for the address."""

    community: int
    digest: str


class MailLink(NamedTuple):
    """What the link in a mail is about: mail from the community of this name, `wanted` or not."""

    community: str
    wanted: bool


def mail_space(community: int) -> Space:
    """Where all mail of a community goes out. It is in no table: there is one mail server."""
    return Space(0, community, Ref(MAIL, ""))


# Addresses ------------------------------------------------------------------------------------


def read_address(text: str) -> str | None:
    """An e-mail address, its host in ASCII and small letters; `None` for what is none.

    What has to stand in quotation marks, and a number in the place of a host, count as none
    (RFC 5321); letters beyond ASCII do not (RFC 6531).
    """
    local, at, host = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    if not at or not _is_local(local):
        return None
    try:
        ascii_host = idna.encode(host, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        return None
    last = ascii_host.rpartition(".")[2]
    if "." not in ascii_host or last.isdecimal() or len(ascii_host) > _LONGEST:
        return None
    address = f"{local}@{ascii_host}"
    return address if len(address.encode()) <= _LONGEST else None


def _is_local(local: str) -> bool:
    try:
        size = len(local.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return size <= _LONGEST_LOCAL and all(
        atom and all(_ATOM.fullmatch(each) or _is_letter(each) for each in atom)
        for atom in local.split(".")
    )


def _is_letter(each: str) -> bool:
    """Whether it is a letter, a digit or a mark of some writing beyond ASCII."""
    return not each.isascii() and unicodedata.category(each)[0] in "LMN"


# Digests and links ----------------------------------------------------------------------------


class MailboxKey:
    """Derives from the server's key how addresses that want no mail are known, and the links."""

    def __init__(self, key: str) -> None:
        self._key = key

    def digest(self, community: int, address: str) -> str:
        """What an address is known by in a community, however its letters are written."""
        return self._mac("mailboxes: addresses", f"{community}:{address.casefold()}")

    @property
    def name(self) -> str:
        """Which key of the server this is, without telling anything of it."""
        return self._mac("mailboxes: which key", "")[:8]

    def secret(self, mailbox: Mailbox) -> str:
        """What in the address of the page says whose mail is to end; nobody can make one up."""
        digest = self.digest(mailbox.community, mailbox.address)
        return f"{mailbox.community}-{digest}{self._proof(mailbox.community, digest)}"

    def proof(self, about: str) -> str:
        """What proves that something about this comes from here: nobody can make one up."""
        return self._mac("mailboxes: proofs", about)

    def read(self, secret: str) -> Unsubscribing | None:
        """What a secret is about; `None` for one that is none."""
        found = _SECRET.fullmatch(secret)
        if found is None:
            return None
        about = Unsubscribing(int(found["community"]), found["digest"])
        fits = hmac.compare_digest(self._proof(*about), found["proof"])
        return about if fits else None

    def _proof(self, community: int, digest: str) -> str:
        return self._mac("mailboxes: links", f"{community}:{digest}")

    def _mac(self, purpose: str, about: str) -> str:
        digest = hmac.digest(derived_key(self._key, purpose), about.encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:_BYTES]).decode()
