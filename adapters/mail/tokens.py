"""By what a mail is known to others: the same token, however often it is sent."""

import base64
import hmac

from bot.community.derived_keys import derived_key

_BYTES = 16


class MailTokens:
    """Derives tokens from the server's key, so that nobody makes one up and none is kept before.

    A token is 26 of the letters a–z and 2–7. It stands on the left of the `Message-ID`, after the
    plus of the return path (`bounces+TOKEN@example.org`), and in the outbox, where it was posted.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def of(self, key: str) -> str:
        """The token of what is delivered under this key."""
        digest = hmac.digest(derived_key(self._secret, "mail: tokens"), key.encode(), "sha256")
        return base64.b32encode(digest[:_BYTES]).decode().rstrip("=").lower()


def return_path(address: str, token: str) -> str:
    """Where a mail comes back to that cannot be delivered: the address with the token in it."""
    local, _, host = address.rpartition("@")
    return f"{local}+{token}@{host}"
