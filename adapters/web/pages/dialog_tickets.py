"""What an open form is about, signed, so that nobody fills in a form that was not shown to them."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from adapters.web.pages.session import Forged
from adapters.web.settings import WebSettings
from bot.community.people import Member


@dataclass(frozen=True, slots=True)
class DialogTicket:
    """Whose form it is, and where. `message` is the one whose button opened it, if any."""

    member: int
    place: int
    thread: int | None
    message: int | None
    form: str
    subject: str

    def sign(self, settings: WebSettings) -> str:
        """The ticket as text for a hidden field."""
        parts = [self.member, self.place, self.thread, self.message, self.form, self.subject]
        signed = _signer(settings).dumps(parts)
        return signed if isinstance(signed, str) else signed.decode()

    @classmethod
    def read(cls, signed: str, settings: WebSettings, member: Member) -> "DialogTicket":
        """Read a signed ticket; raises `Forged` for one that is not ours or not this member's."""
        try:
            ticket = cls(*_signer(settings).loads(signed))
        except BadSignature:
            raise Forged from None
        if ticket.member != member.id:
            raise Forged
        return ticket


def _signer(settings: WebSettings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="kindred.web.dialog")
