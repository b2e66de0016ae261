"""The web chat: its places, who is in them, what was said, and one-time links."""

from storage.kernel.store import Repository, Store
from storage.web import tables
from storage.web.chat import SqlWebChat, in_own_chat
from storage.web.merging import MERGING

STORE = Store(
    "web",
    (
        tables.web_places,
        tables.web_place_members,
        tables.web_messages,
        tables.web_ticker,
        tables.web_logins,
    ),
    (Repository("web", lambda work: SqlWebChat(work.connection)),),
    merging=MERGING,
    in_own_chat=in_own_chat,
)
