"""Keys for one purpose each, made of the one key of the server (HKDF of RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import Misconfigured


def derived_key(key: str, purpose: str) -> bytes:
    """32 bytes for a purpose, which tell nothing of the key nor of those for another purpose.

    Raises `Misconfigured` without a key.
    """
    if not key:
        raise Misconfigured(["nobody said what to derive secrets from"])
    info = f"kindred {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
