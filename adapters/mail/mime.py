"""From what a mail says to its lines (RFC 5322). Pure.

Nothing that people wrote can begin a header: names and subjects are one line, without control
characters, and the library encodes them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from adapters.mail.render import Words
from bot.community.mailboxes import NAME_LENGTH
from bot.ui.text import label

_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_PARAMETER = re.compile(r"\s*(charset|method|component)\s*=\s*\"?([A-Za-z0-9_-]+)\"?\s*")
_ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who writes or is written to."""

    name: str
    address: str

    def header(self) -> Address:
        """As it stands in a header; the name is left out if nothing of it can be shown."""
        local, _, host = self.address.rpartition("@")
        name = _literal(label(self.name, NAME_LENGTH)) if self.name.strip() else ""
        return Address("" if name == "…" else name, local, host)


def _literal(text: str) -> str:
    """The text without what would be read as an encoded word (RFC 2047) and shown as another."""
    return text.replace("=?", "= ?")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, by its name and kind, such as `text/csv; charset=utf-8`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands above a mail beside its subject."""

    sender: Party
    to: Party
    reply_to: str
    message_id: str
    date: datetime
    ends_at: str
    locale: str


def lines(heads: Heads, words: Words, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole mail."""
    plain = heads.to.address.isascii()
    mail = EmailMessage(policy=SMTP if plain else SMTPUTF8)
    for name, value in _headers(heads, words).items():
        mail[name] = value
    mail.set_content(words.text, charset="utf-8", cte="quoted-printable")
    for each in attachments:
        _attach(mail, each)
    mail["Content-Language"] = heads.locale  # what sets the content takes away what tells of it
    # Too long a word for a line, which the library would encode; RFC 8058 wants both as they are.
    ends = f"List-Unsubscribe: <{heads.ends_at}>\r\nList-Unsubscribe-Post: {_ONE_CLICK}\r\n"
    return ends.encode("ascii") + mail.as_bytes()


def _headers(heads: Heads, words: Words) -> Mapping[str, object]:
    found: dict[str, object] = {
        "From": heads.sender.header(),
        "To": heads.to.header(),
        "Subject": _literal(words.subject),
        "Date": heads.date,
        "Message-ID": heads.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no automatic answers
    }
    if heads.reply_to:
        found["Reply-To"] = Party("", heads.reply_to).header()
    return found


def _attach(mail: EmailMessage, each: Attachment) -> None:
    kind, *others = each.media_type.split(";")
    known = kind.strip().casefold()
    main, _, sub = (known if _TYPE.fullmatch(known) else "application/octet-stream").partition("/")
    told = filter(None, map(_PARAMETER.fullmatch, others))
    parameters: dict[str, str] = {found[1]: found[2] for found in told}
    if main == "text":
        parameters.setdefault("charset", "utf-8")
    mail.add_attachment(
        each.content, maintype=main, subtype=sub, filename=each.name, params=parameters
    )
