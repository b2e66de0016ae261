"""Where the web chat listens, and how it is reached."""

from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  # names no host


class WebSettings(BaseSettings):
    """From `KINDRED_WEB_…`; `base_url` and `secret_key` are all of Kindred's, and passed in."""

    model_config = SettingsConfigDict(env_prefix="KINDRED_WEB_", env_file=".env", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: str = ""
    secret_key: SecretStr = SecretStr("")

    def faults(self, base_url: str) -> list[str]:
        """What cannot work, in words that say what to do."""
        if self.host in _EVERYWHERE and not base_url:
            return ["KINDRED_WEB_HOST lets everybody in: say in KINDRED_BASE_URL by which address"]
        return []

    @property
    def address(self) -> str:
        """Where the chat is reached."""
        return self.base_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def https(self) -> bool:
        """Whether browsers reach the chat by https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def hosts(self) -> frozenset[str]:
        """The host names under which the chat answers: a page elsewhere cannot borrow one."""
        named = {urlsplit(self.base_url).hostname or "", self.host} - _EVERYWHERE
        return _LOOPBACK | {name.lower() for name in named}
