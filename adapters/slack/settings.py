"""What an operator sets for Slack, under the names that Slack itself gives them."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_NEEDED = "SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or with SLACK_SIGNING_SECRET (HTTP)"


class SlackSettings(BaseSettings):
    """How Kindred reaches Slack, and is reached."""

    model_config = SettingsConfigDict(env_prefix="SLACK_", env_file=".env", extra="ignore")

    bot_token: SecretStr = Field(default=SecretStr(""))
    app_token: SecretStr = Field(default=SecretStr(""))
    signing_secret: SecretStr = Field(default=SecretStr(""))
    client_id: str = ""
    client_secret: SecretStr = Field(default=SecretStr(""))
    config_token: SecretStr = Field(default=SecretStr(""))
    app_id: str = ""
    api_url: str = "https://slack.com/api/"
    bridged: bool = False

    @property
    def wanted(self) -> bool:
        """Whether anything of Slack is set."""
        secrets = (self.bot_token, self.app_token, self.signing_secret, self.client_secret)
        return bool(self.client_id) or any(each.get_secret_value() for each in secrets)

    @property
    def by_socket(self) -> bool:
        """Whether Slack's deliveries come through Socket Mode."""
        return bool(self.app_token.get_secret_value())

    @property
    def by_http(self) -> bool:
        """Whether Slack's deliveries come to `/slack/events`."""
        return bool(self.signing_secret.get_secret_value())

    @property
    def by_oauth(self) -> bool:
        """Whether people may install Kindred in workspaces of theirs."""
        return bool(self.client_id and self.client_secret.get_secret_value())

    def faults(self, base_url: str) -> list[str]:
        """Everything that cannot work under this address, in words that say what to do."""
        if not self.wanted:
            return []
        found = []
        token, app = self.bot_token.get_secret_value(), self.app_token.get_secret_value()
        if token and not token.startswith("xoxb-"):
            found.append("SLACK_BOT_TOKEN is the “Bot User OAuth Token”; it begins with xoxb-")
        if app and not app.startswith("xapp-"):
            found.append("SLACK_APP_TOKEN is an app-level token; it begins with xapp-")
        if not self.by_socket and not self.by_http:
            found.append(f"Slack cannot reach Kindred yet: set {_NEEDED}.")
        if not token and not self.by_oauth:
            found.append(f"Slack needs {_NEEDED}; or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.")
        if bool(self.client_id) != bool(self.client_secret.get_secret_value()):
            found.append("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together.")
        if (self.by_http or self.by_oauth) and not base_url.startswith("https://"):
            found.append("Slack calls KINDRED_BASE_URL, which has to start with https:// for that.")
        if not self.api_url.startswith(("https://", "http://")) or self.api_url[-1:] != "/":
            found.append("SLACK_API_URL starts with https:// and ends with /")
        return found
