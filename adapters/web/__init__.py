"""The local web chat: a chat of its own, and the adapter between it and the core."""

from adapters.web.login_links import make_login
from adapters.web.personal import PERSONAL_DATA
from adapters.web.platform import create_app
from adapters.web.sender import WebSender
from adapters.web.server import ChatServer
from adapters.web.settings import WebSettings
from adapters.web.uploads import WebUploads

__all__ = [
    "PERSONAL_DATA",
    "ChatServer",
    "WebSender",
    "WebSettings",
    "WebUploads",
    "create_app",
    "make_login",
]
