"""What an operator sets for Discord."""

import re

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_SHARDS = re.compile(r"(?P<ids>\d{1,5}(?:-\d{1,5}|(?:,\d{1,5})*))/(?P<count>\d{1,5})")


class DiscordSettings(BaseSettings):
    """How Kindred reaches Discord.

    `shards` says which of how many shards this process holds: `0,1/4` or `0-1/4`; empty is all of
    them, as many as Discord advises. `api_url` is for a Discord elsewhere, such as a test's.
    """

    model_config = SettingsConfigDict(env_prefix="DISCORD_", env_file=".env", extra="ignore")

    bot_token: SecretStr = Field(default=SecretStr(""))
    members_intent: bool = False
    message_content_intent: bool = False
    shards: str = ""
    api_url: str = ""

    @property
    def wanted(self) -> bool:
        """Whether anything of Discord is set."""
        return bool(self.bot_token.get_secret_value())

    @property
    def shard_count(self) -> int | None:
        """How many shards there are in all; `None` leaves it to Discord."""
        found = _SHARDS.fullmatch(self.shards.replace(" ", ""))
        return int(found["count"]) if found else None

    @property
    def shard_ids(self) -> list[int] | None:
        """Which of them this process holds."""
        found = _SHARDS.fullmatch(self.shards.replace(" ", ""))
        if not found:
            return None
        first, dash, last = found["ids"].partition("-")
        if dash:
            return list(range(int(first), int(last) + 1))
        return sorted({int(each) for each in found["ids"].split(",")})

    def faults(self) -> list[str]:
        """Everything that cannot work, in words that say what to do."""
        if not self.wanted:
            return []
        found = []
        if self.bot_token.get_secret_value().count(".") != 2:
            found.append(
                "DISCORD_BOT_TOKEN is the token on the page “Bot” of your application; "
                "it has three parts with a point between."
            )
        ids, count = self.shard_ids, self.shard_count
        if self.shards and (not ids or not count or max(ids) >= count):
            found.append("DISCORD_SHARDS says which of how many, counted from 0, like 0,1/4")
        url = self.api_url
        if url and (not url.startswith(("https://", "http://")) or url.endswith("/")):
            found.append("DISCORD_API_URL starts with https:// and does not end with /")
        return found
