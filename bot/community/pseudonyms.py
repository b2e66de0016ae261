"""What stands for somebody who was erased, so that they are known again if they come back."""

import hmac

from bot.community.derived_keys import derived_key
from bot.community.people import Ref
from bot.ui.folding import address_key


class Pseudonyms:
    """Keyed digests of accounts and addresses: without the server's key they tell of nobody.

    Each raises `Misconfigured` without a key.
    """

    def __init__(self, key: str) -> None:
        self._key = key

    def of_account(self, account: Ref) -> str:
        """What stands for whoever uses this account of a chat."""
        return self._digest("account", str(account))

    def of_address(self, email: str) -> str:
        """What stands for whoever has this e-mail address."""
        return self._digest("address", address_key(email))

    def _digest(self, kind: str, text: str) -> str:
        derived = derived_key(self._key, "pseudonyms")
        return hmac.digest(derived, f"{kind} {text}".encode(), "sha256").hex()
