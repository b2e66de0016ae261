"""What Kindred may do in Slack: every scope, and what a workspace has granted of them.

Scopes: docs.slack.dev/reference/scopes.
"""

from collections.abc import Sequence
from functools import partial

from adapters.slack.api import Api
from adapters.slack.authorization import Authorization, Authorizations
from adapters.slack.errors import Declined, Lost
from adapters.slack.ports import SlackWork
from adapters.slack.refs import workspace
from bot.community.people import Space
from bot.community.permissions import Missing, Permission
from bot.community.places import Place
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady
from bot.ui.words import WordBook
from bot.work import OpenWork

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
    _scope("app_mentions:read"),
    _scope("channels:read"),
    _scope("groups:read"),
    _scope("channels:join"),
    _scope("files:read"),
    _scope("files:write"),
    _scope("channels:history", bridged=True),
    _scope("groups:history", bridged=True),
    _scope("reactions:read", bridged=True),
    _scope("chat:write.customize", bridged=True),
)
"""The texts of each are `permission.<name>.for` and `….lost`."""

_ALWAYS_BRIDGED = frozenset(("reactions:read", "chat:write.customize"))
"""Scopes that no workspace has granted in which nothing was ever bridged: older versions of Kindred
asked everybody for the histories.
"""

APP_PERMISSIONS = (_scope("connections:write"),)
"""What the app-level token is for, which whoever runs Kindred makes: no workspace grants it."""


class SlackPermissions:
    """Asks Slack what a workspace has granted (`bot.community.permissions.PermissionCheck`)."""

    def __init__(
        self, api: Api, authorizations: Authorizations, open_work: OpenWork[SlackWork]
    ) -> None:
        self._api = api
        self._authorizations = authorizations
        self._open_work = open_work

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
        """The scopes that are missing; errors are those of `Api.call`.

        Of those for bridged channels none is, unless one of these has been granted, or something in
        a channel of the workspace is bridged.
        """
        granted = await self._api.granted(authorization)
        bridges = bool(granted & _ALWAYS_BRIDGED) or await self._bridges(authorization.team)
        return [
            Missing(each, words.later(f"permission.remedy{'.bridged' if each.bridged else ''}"))
            for each in PERMISSIONS
            if each.name not in granted and (bridges or not each.bridged)
        ]

    async def finds_what_it_said(self, authorization: Authorization) -> bool:
        """Whether Kindred may look in channels for a message whose answer was lost."""
        granted = await self._api.granted(authorization)
        return {"channels:history", "groups:history"} <= granted

    async def _bridges(self, team: str) -> bool:
        async with self._open_work(read_only=True) as work:
            places = await work.conversations.listened_in(workspace(team))
        return any(place.top and not place.alone for place in places)
