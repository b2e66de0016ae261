"""What is kept so that a copy of the database tells nothing of it: tokens, codes, addresses."""

import base64

from cryptography.fernet import Fernet, InvalidToken

from bot.community.derived_keys import derived_key


class Seal:
    """Closes texts for one purpose with a key that is derived from the server's."""

    def __init__(self, key: str, purpose: str) -> None:
        self._key = key
        self._purpose = purpose

    def close(self, text: str) -> str:
        """The text, unreadable without the server's key; raises `Misconfigured` without one."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, closed: str) -> str | None:
        """What was closed, or `None` when that was with another key."""
        try:
            return self._fernet.decrypt(closed.encode()).decode()
        except InvalidToken:
            return None

    @property
    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(derived_key(self._key, self._purpose)))


def token_seal(key: str) -> Seal:
    """The seal of the tokens by which Kindred is let into chats."""
    return Seal(key, "slack tokens")
