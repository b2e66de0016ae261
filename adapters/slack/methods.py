"""Every Web API method that Kindred calls: its pace and the scopes it needs.

All calls pass through `api.Api`, which takes its methods from here: what is not here cannot be
called. What each scope is for is told in `permissions`.
Paces: docs.slack.dev/apis/web-api/rate-limits; scopes: docs.slack.dev/reference/methods.
"""

from dataclasses import dataclass
from typing import Literal

TIER_2, TIER_3, TIER_4 = 20, 50, 100
"""Calls a minute, for each method in each workspace, that Slack always allows."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `burst` calls may come at once after a pause; the rest keep `per_minute`."""

    name: str
    per_minute: int
    scopes: tuple[str, ...] = ()
    burst: int = 1
    per_channel: bool = False
    sent_as: Literal["json", "form", "query"] = "json"

    @property
    def seconds(self) -> float:
        """Seconds between two calls."""
        return 60 / self.per_minute


AUTH_TEST = Method("auth.test", TIER_4, burst=20)
OAUTH_ACCESS = Method("oauth.v2.access", TIER_4, burst=20, sent_as="form")
CONNECTIONS_OPEN = Method("apps.connections.open", TIER_2, burst=5)
MANIFEST_EXPORT = Method("apps.manifest.export", TIER_3, burst=5)
USERS_INFO = Method(
    "users.info", TIER_4, ("users:read", "users:read.email"), burst=20, sent_as="query"
)
USERS_LIST = Method("users.list", TIER_2, ("users:read",), burst=5, sent_as="query")
POST_MESSAGE = Method(
    "chat.postMessage", 60, ("chat:write", "chat:write.customize"), per_channel=True
)
POST_EPHEMERAL = Method("chat.postEphemeral", TIER_4, ("chat:write",), burst=20)
UPDATE = Method("chat.update", TIER_3, ("chat:write",), burst=5)
DELETE = Method("chat.delete", TIER_3, ("chat:write",), burst=5)
OPEN = Method("conversations.open", TIER_3, ("im:write", "mpim:write"))
JOIN = Method("conversations.join", TIER_3, ("channels:join",), burst=5)
_HISTORY_SCOPES = ("im:history", "mpim:history", "channels:history", "groups:history")
HISTORY = Method("conversations.history", TIER_3, _HISTORY_SCOPES, burst=10, sent_as="query")
REPLIES = Method("conversations.replies", TIER_3, _HISTORY_SCOPES, burst=10, sent_as="query")
VIEWS_OPEN = Method("views.open", TIER_4, burst=TIER_4)
VIEWS_UPDATE = Method("views.update", TIER_4, burst=TIER_4)
VIEWS_PUBLISH = Method("views.publish", TIER_4, burst=20)
GET_UPLOAD_URL = Method(
    "files.getUploadURLExternal", TIER_4, ("files:write",), burst=20, sent_as="form"
)
FILES_INFO = Method("files.info", TIER_4, ("files:read",), burst=20, sent_as="query")
COMPLETE_UPLOAD = Method("files.completeUploadExternal", TIER_4, ("files:write",), burst=20)

METHODS = (
    *(AUTH_TEST, OAUTH_ACCESS, CONNECTIONS_OPEN, MANIFEST_EXPORT, USERS_INFO, USERS_LIST),
    *(POST_MESSAGE, POST_EPHEMERAL, UPDATE, DELETE),
    *(OPEN, JOIN, HISTORY, REPLIES),
    *(GET_UPLOAD_URL, COMPLETE_UPLOAD, FILES_INFO),
    *(VIEWS_OPEN, VIEWS_UPDATE, VIEWS_PUBLISH),
)
