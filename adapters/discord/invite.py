"""The address at which somebody brings Kindred into a server, with the least permissions."""

from urllib.parse import urlencode

from adapters.discord.permissions import INVITED_WITH, SCOPES

_PAGE = "https://discord.com/oauth2/authorize"


def address(application: str) -> str:
    """Discord's page that asks which server it is to be (docs: topics/oauth2, "Bot Flow")."""
    asked = {
        "client_id": application,
        "scope": " ".join(each.name for each in SCOPES),
        "permissions": INVITED_WITH.value,
        "integration_type": 0,
    }
    return f"{_PAGE}?{urlencode(asked)}"
