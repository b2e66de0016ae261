"""What Kindred may do in Slack: every scope, and what a workspace has granted of them.

Scopes: docs.slack.dev/reference/scopes.
"""

from collections.abc import Sequence
from functools import partial

from adapters.slack.api import Api
from adapters.slack.authorization import Authorization, Authorizations
from adapters.slack.errors import Declined, Lost
from bot.community.people import Space
from bot.community.permissions import Missing, Permission
from bot.community.places import Place
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.ui.words import WordBook

words = WordBook("adapters.slack")

_scope = partial(Permission.worded, words)

PERMISSIONS = (
    _scope("commands", needed=True),
    _scope("chat:write", needed=True),
    _scope("im:write", needed=True),
    _scope("mpim:write"),
    _scope("users:read", needed=True),
    _scope("users:read.email"),
    _scope("im:history"),
    _scope("mpim:history"),
    _scope("channels:history"),
    _scope("groups:history"),
    _scope("app_mentions:read"),
    _scope("channels:read"),
    _scope("groups:read"),
    _scope("channels:join"),
    _scope("files:read"),
    _scope("files:write"),
)
"""The texts of each are `permission.<name>.for` and `….lost`."""

APP_PERMISSIONS = (_scope("connections:write"),)
"""What the app-level token is for, which whoever runs Kindred makes: no workspace grants it."""


class SlackPermissions:
    """Asks Slack what a workspace has granted (`bot.community.permissions.PermissionCheck`)."""

    def __init__(self, api: Api, authorizations: Authorizations) -> None:
        self._api = api
        self._authorizations = authorizations

    async def missing(self, space: Space, channels: Sequence[Place]) -> list[Missing]:
        """The scopes that a workspace has not granted; Slack has none for single channels."""
        try:
            authorization = await self._authorizations.of(space.ref.id)
            if authorization:
                return await self.not_granted(authorization)
        except (Away, Busy, Declined, Lost) as fault:
            raise NotReady(str(fault)) from fault
        raise NotReady("Kindred is not in this workspace")

    async def not_granted(self, authorization: Authorization) -> list[Missing]:
        """The scopes that are missing; errors are those of `Api.call`."""
        granted = await self._api.granted(authorization)
        remedy = words.later("permission.remedy")
        return [Missing(each, remedy) for each in PERMISSIONS if each.name not in granted]
