"""Who is logged in in this browser, and proof that a form comes from a page of ours."""

import secrets

from starlette.datastructures import FormData
from starlette.requests import Request

from adapters.web.limits import FIELD_BYTES, FORM_FIELDS
from adapters.web.parse import field
from adapters.web.ports import WebWork
from bot.community.people import Member


class NotLoggedIn(Exception):
    """Nobody we know sent this request."""


class Forged(Exception):
    """A post that carries no proof of coming from our own page in this session."""


async def current_member(request: Request, work: WebWork) -> Member:
    """Who is logged in; raises `NotLoggedIn`."""
    id_ = request.session.get("member")
    member = await work.people.member(id_) if isinstance(id_, int) else None
    if member is None:
        raise NotLoggedIn
    return member


def log_in(request: Request, member: int) -> None:
    """Let this member in, with a fresh session."""
    request.session.clear()
    request.session["member"] = member
    csrf(request)


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
    form = await request.form(max_files=files, max_fields=FORM_FIELDS, max_part_size=FIELD_BYTES)
    kept = request.session.get("csrf")
    sent = field(form, "csrf")
    if not isinstance(kept, str) or not secrets.compare_digest(kept.encode(), sent.encode()):
        await form.close()
        raise Forged
    return form
