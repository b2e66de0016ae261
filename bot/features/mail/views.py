"""What those see who want no more mail. Pure."""

from typing import NamedTuple

from bot.community.mailboxes import MailLink
from bot.features.mail import words
from bot.routing.pages import PageAnswer, PageButton
from bot.ui.messages import Heading, say


class Sent(NamedTuple):
    """A field that is sent to the page."""

    name: str
    value: str


END = Sent("List-Unsubscribe", "One-Click")
"""As RFC 8058 has it, so that mail programs and our button send the same."""

GO_ON = Sent("mail", "again")


def choice(link: MailLink) -> PageAnswer:
    """How it is, and the button for the other way."""
    key, field = ("wanted", END) if link.wanted else ("ended", GO_ON)
    title = words.text(f"{key}.title")
    message = say(Heading(title), words(f"{key}.text", community=link.community), fallback=title)
    button = PageButton(words.text(f"{key}.button"), *field)
    return PageAnswer(message, buttons=(button,))
