"""One-time links, by which members come in."""

import hashlib
import secrets
from datetime import timedelta

from adapters.web.ports import WebWork
from bot.community.clock import Clock
from bot.community.people import Member

_KEPT = timedelta(hours=24)


async def make_login(work: WebWork, member: Member, clock: Clock) -> str:
    """Return the path of a link that lets this member in once, within 24 hours by this clock.

    Only a fingerprint of it is kept: who reads the database cannot come in by it.
    """
    token = secrets.token_urlsafe(32)
    await work.web.keep_login(fingerprint(token), member.id, clock.now() + _KEPT)
    return f"/enter/{token}"


def fingerprint(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()
