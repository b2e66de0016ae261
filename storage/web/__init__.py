"""The web chat: its places, who is in them, what was said, one-time links and sessions."""

from bot.community.sealing import Seal
from storage.kernel.store import Opened, Repository, Store
from storage.web import tables
from storage.web.chat import SqlWebChat, in_own_chat
from storage.web.merging import MERGING
from storage.web.sessions import SqlWebSessions


def _seal(work: Opened) -> Seal:
    return Seal(work.secret_key, "web secrets")


STORE = Store(
    "web",
    (
        tables.web_places,
        tables.web_place_members,
        tables.web_messages,
        tables.web_ticker,
        tables.web_logins,
        tables.web_sessions,
    ),
    (
        Repository("web", lambda work: SqlWebChat(work.connection, _seal(work))),
        Repository("web_sessions", lambda work: SqlWebSessions(work.connection)),
    ),
    merging=MERGING,
    in_own_chat=in_own_chat,
)
