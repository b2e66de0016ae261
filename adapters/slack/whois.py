"""Who somebody in Slack is."""

from dataclasses import replace

from adapters.slack import methods, parse
from adapters.slack.api import Api
from adapters.slack.authorization import Authorizations
from adapters.slack.errors import Declined, Lost
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Away, Busy
from bot.errors import NotReady


class SlackWhois:
    """Asks Slack who somebody is (`bot.community.ports.Whois`)."""

    def __init__(self, api: Api, authorizations: Authorizations) -> None:
        self._api = api
        self._authorizations = authorizations

    async def whois(self, space: Ref, account: Ref) -> AccountInfo | None:
        """Return what Slack tells of a user, or `None` when it knows none."""
        try:
            answer = await self._api.call(
                space.id, methods.USERS_INFO, user=account.id, include_locale=True
            )
        except (Declined, Lost):
            return None
        except (Away, Busy) as fault:
            raise NotReady(str(fault)) from fault
        authorization = await self._authorizations.of(space.id)
        return replace(
            parse.account_info(answer["user"], space.id),
            space_name=authorization.name if authorization else "",
        )
