"""Who is still in a workspace (`bot.community.presence.Roster`)."""

import logging
from collections.abc import Collection

from adapters.slack import methods, parse, refs
from adapters.slack.api import Api
from adapters.slack.errors import Declined, Lost
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady

log = logging.getLogger(__name__)

_FEW = 20
"""So many are asked about one by one; for more, the list of all users is read."""
_PAGE = 200
_NOBODY = "user_not_found"  # docs: reference/methods/users.info


class SlackRoster:
    """Asks about a few people one by one, and reads the list of users for many."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def told_of(self, space: Ref, accounts: Collection[Ref]) -> dict[Ref, AccountInfo]:
        """What Slack tells of users; not of those it cannot be asked about now."""
        told: dict[Ref, AccountInfo] = {}
        try:
            if len(accounts) > _FEW:
                told |= await self._listed(space.id, accounts)
            for account in accounts:
                if account not in told:
                    told[account] = await self._user(space.id, account)
        except (Away, Busy, Declined, Lost, NotReady) as fault:
            log.info("%s does not tell who is there: %s", space, fault)
        return told

    async def _listed(self, team: str, accounts: Collection[Ref]) -> dict[Ref, AccountInfo]:
        found: dict[Ref, AccountInfo] = {}
        cursor = None
        while len(found) < len(accounts):
            answer = await self._api.call(team, methods.USERS_LIST, limit=_PAGE, cursor=cursor)
            for user in answer["members"]:
                account = refs.account(str(user["id"]))
                if account in accounts:
                    found[account] = parse.account_info(user, team)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found

    async def _user(self, team: str, account: Ref) -> AccountInfo:
        try:
            answer = await self._api.call(team, methods.USERS_INFO, user=account.id)
        except Declined as declined:
            if declined.code != _NOBODY:
                raise
            return AccountInfo("", kind="gone")
        return parse.account_info(answer["user"], team)
