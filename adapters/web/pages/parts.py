"""What all pages share: the parts they are made of, who is looking, and proof of our own forms."""

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import FormData
from starlette.requests import Request

from adapters.web.limits import FIELD_BYTES, FORM_FIELDS
from adapters.web.live import Live
from adapters.web.parse import field
from adapters.web.ports import Demo, Ready, WebWork
from adapters.web.settings import WebSettings
from adapters.web.talk import Talk
from bot.community.clock import Clock
from bot.community.people import Member
from bot.routing.registry import Registry
from bot.work import OpenWork


@dataclass(frozen=True, slots=True)
class Parts:
    """Given to `create_app`, or made by it."""

    registry: Registry
    open_work: OpenWork[WebWork]
    clock: Clock
    settings: WebSettings
    demo: Demo | None
    ready: Ready
    live: Live
    talk: Talk


class NoEntry(Exception):
    """Nobody we know is looking."""


class NotHere(Exception):
    """There is no such place or message, or it is not for who is looking."""


class Forged(Exception):
    """A post that carries no proof of coming from our own page in this session."""


async def visitor(request: Request, work: WebWork) -> Member:
    """Who is looking; raises `NoEntry`."""
    id_ = request.session.get("member")
    member = await work.people.member(id_) if isinstance(id_, int) else None
    if member is None:
        raise NoEntry
    return member


def csrf(request: Request) -> str:
    """The proof that a form comes from our page; made with the session."""
    kept = request.session.get("csrf")
    if not isinstance(kept, str):
        kept = request.session["csrf"] = secrets.token_urlsafe(24)
    return kept


def enter(request: Request, member: int) -> None:
    """Let this member in, with a fresh session."""
    request.session.clear()
    request.session["member"] = member
    csrf(request)


async def posted(request: Request) -> FormData:
    """What a form of ours sent; raises `Forged` when it is not proven to be ours."""
    form = await request.form(max_fields=FORM_FIELDS, max_part_size=FIELD_BYTES)
    kept = request.session.get("csrf")
    sent = field(form, "csrf")
    if not isinstance(kept, str) or not secrets.compare_digest(kept.encode(), sent.encode()):
        raise Forged
    return form


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a dialog is about. Sealed, so that nobody fills in a form that was not shown to them.

    `message` is the one whose button opened it, if any.
    """

    member: int
    place: int
    thread: int | None
    message: int | None
    form: str
    subject: str

    def seal(self, settings: WebSettings) -> str:
        """The ticket as text for a hidden field."""
        parts = [self.member, self.place, self.thread, self.message, self.form, self.subject]
        sealed = _sealer(settings).dumps(parts)
        return sealed if isinstance(sealed, str) else sealed.decode()

    @classmethod
    def open(cls, sealed: str, settings: WebSettings, member: Member) -> "Ticket":
        """Read a sealed ticket; raises `Forged` for one that is not ours or not this member's."""
        try:
            ticket = cls(*_sealer(settings).loads(sealed))
        except BadSignature:
            raise Forged from None
        if ticket.member != member.id:
            raise Forged
        return ticket


def _sealer(settings: WebSettings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="kindred.web.dialog")
