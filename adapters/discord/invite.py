"""The address at which somebody brings Kindred into a server, with the least permissions."""

from urllib.parse import urlencode

from adapters.discord.permissions import NEEDED

_PAGE = "https://discord.com/oauth2/authorize"


def address(application: str) -> str:
    """Discord's page that asks which server it is to be (docs: topics/oauth2, "Bot Flow")."""
    asked = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": NEEDED.value,
        "integration_type": 0,
    }
    return f"{_PAGE}?{urlencode(asked)}"
