"""What a mail server answered or did not, and what that means for a delivery.

Answers of servers hold addresses now and then; of an answer nothing is kept but its codes.
"""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal

from aiosmtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.delivery.sender import Refused, Retry

Step = Literal["away", "tls", "certificate", "login", "sender", "recipient", "content", "lost"]
"""Where it ended: no server there; no TLS, or not with this certificate; the login; the address it
is from; the address it is to; what is in it; or the connection was lost meanwhile."""

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
_OURS = (503, 530, 534, 535, 538)
"""Said of how we speak, and that we have to log in: not of whom we write to."""
_TOO_LARGE = 552

AGAIN_AFTER = timedelta(seconds=30)
"""How long is waited when a server says "not now"; a tenth of it when a connection was lost."""


class MailFault(Exception):
    """A mail did not go out, by what happened at a step; `code` is 0 if nothing was answered."""

    def __init__(self, step: Step, why: str, code: int = 0) -> None:
        self.step = step
        self.code = code
        super().__init__(why)


class NoForeignLetters(Exception):
    """The server cannot write to an address with letters beyond ASCII (RFC 6531)."""


class TooLargeForServer(Exception):
    """The server says that it takes no mail of this size (RFC 1870)."""


class AllBusy(Exception):
    """No connection was free in time; nothing was sent."""


@contextmanager
def faults_of(step: Step) -> Iterator[None]:
    """Tell of what goes wrong in the block as `MailFault`, at the step that the answer is about."""
    try:
        yield
    except SMTPResponseException as answer:
        raise MailFault(_step(answer, step), codes(answer), answer.code) from None
    except ssl.SSLCertVerificationError as fault:
        raise MailFault("certificate", fault.verify_message) from None
    except (SMTPException, OSError) as fault:  # `TimeoutError` is one
        beneath = fault.__cause__
        if isinstance(beneath, ssl.SSLCertVerificationError):
            raise MailFault("certificate", beneath.verify_message) from None
        raise MailFault(step, type(beneath or fault).__name__) from None


def _step(answer: SMTPResponseException, step: Step) -> Step:
    match answer:
        case SMTPSenderRefused():
            return "sender"
        case SMTPRecipientRefused():
            return "recipient"
        case SMTPDataError():
            return "content"
        case _:
            return step


def codes(answer: SMTPResponseException) -> str:
    """The codes of an answer, and none of its words."""
    enhanced = _ENHANCED.match(answer.message)
    return f"{answer.code} {enhanced[0]}" if enhanced else str(answer.code)


def outcome(fault: MailFault, again_after: timedelta = AGAIN_AFTER) -> Retry | Refused:
    """Whether to try again: not if the server refuses this recipient, or what is in this mail."""
    for_good = fault.code >= 500 and fault.code not in _OURS
    its_own = fault.step in ("recipient", "content") or fault.code == _TOO_LARGE
    said = f"{fault.step}: {fault}"
    if for_good and its_own:
        return Refused(f"the mail server refused it ({said})")
    after = again_after if fault.code else again_after / 10
    return Retry(after, f"the mail server did not take it ({said})")
