"""Who is logged in in this browser, and proof that a form comes from a page of ours."""

import secrets
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request

from adapters.web.limits import FIELD_BYTES, FORM_FIELDS
from adapters.web.login_links import fingerprint
from adapters.web.parse import field
from adapters.web.ports import WebWork
from bot.community.clock import Clock
from bot.community.people import Member

SESSION_KEPT = timedelta(days=30)


class NotLoggedIn(Exception):
    """Nobody we know sent this request."""


class Forged(Exception):
    """A post that carries no proof of coming from our own page in this session."""


class Sessions:
    """Who is in, by a secret that their browser holds; they end here, not only in the browser."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def member(self, request: Request, work: WebWork) -> Member:
        """Who is logged in; raises `NotLoggedIn`."""
        token = request.session.get("token")
        if isinstance(token, str):
            id_ = await work.web_sessions.whose(fingerprint(token), self._clock.now())
            member = await work.people.member(id_) if id_ is not None else None
            if member:
                return member
        raise NotLoggedIn

    async def begin(self, request: Request, work: WebWork, member: int) -> None:
        """Let this member in, with a fresh session; the one before in this browser ends."""
        await self.end(request, work)
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        await work.web_sessions.begin(fingerprint(token), member, now, now + SESSION_KEPT)
        request.session["token"] = token
        csrf(request)

    async def end(self, request: Request, work: WebWork) -> None:
        """Let nobody be in by what this browser holds."""
        token = request.session.get("token")
        if isinstance(token, str):
            await work.web_sessions.end(fingerprint(token))
        request.session.clear()


def csrf(request: Request) -> str:
    """The proof that a form comes from our page; made with the session."""
    kept = request.session.get("csrf")
    if not isinstance(kept, str):
        kept = request.session["csrf"] = secrets.token_urlsafe(24)
    return kept


async def posted(request: Request, *, files: int = 0) -> FormData:
    """What a form of ours sent; raises `Forged` when it is not proven to be ours.

    Whoever takes `files` closes the form.
    """
    kept = request.session.get("csrf")
    if not isinstance(kept, str):  # before anything of the body is read
        raise Forged
    form = await request.form(max_files=files, max_fields=FORM_FIELDS, max_part_size=FIELD_BYTES)
    sent = field(form, "csrf")
    if not secrets.compare_digest(kept.encode(), sent.encode()):
        await form.close()
        raise Forged
    return form
