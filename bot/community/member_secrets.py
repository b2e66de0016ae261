"""Secrets of members that can be used again and again, as in the address of a calendar.

Each is derived from the server's key, what it is for, the member, and a generation that changes
when they renew it (HKDF of RFC 5869, then HMAC-SHA256), so that no table holds any: who reads the
database knows none, and who knows one knows no other.
"""

import base64
import hmac
import re
import secrets

from bot.community.derived_keys import derived_key

_BYTES = 24
_SECRET = re.compile(r"(?P<member>[1-9]\d{0,17})-[A-Za-z0-9_-]{32}", re.ASCII)


class SecretKey:
    """Derives secrets of members from the key of the server."""

    def __init__(self, key: str) -> None:
        self._key = key

    def secret(self, purpose: str, member: int, generation: str) -> str:
        """The secret of a member for this purpose; raises `Misconfigured` without a key.

        It tells whose it is, so that it is known without looking through those of all.
        """
        derived = derived_key(self._key, f"member secrets: {purpose}")
        digest = hmac.digest(derived, f"{member}:{generation}".encode(), "sha256")
        return f"{member}-{base64.urlsafe_b64encode(digest[:_BYTES]).decode()}"

    def fits(self, secret: str, purpose: str, member: int, generation: str | None) -> bool:
        """Whether this is the secret, told in the same time whatever it is.

        Without a generation there is no secret, and none fits.
        """
        theirs = self.secret(purpose, member, generation or "")
        return hmac.compare_digest(theirs.encode(), secret.encode()) and generation is not None


def member_in(secret: str) -> int | None:
    """Whose secret this claims to be; `None` for what is none at all."""
    found = _SECRET.fullmatch(secret)
    return int(found["member"]) if found else None


def new_generation() -> str:
    """A generation that there has not been before."""
    return secrets.token_hex(8)
