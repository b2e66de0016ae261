"""What an operator sets for mail, from `KINDRED_MAIL_…`."""

import ipaddress
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.mail.limits import LOCAL_PART
from bot.community.mailboxes import read_address

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class MailSettings(BaseSettings):
    """By which server mail goes out, and whom it is from. Without a `host` none goes out.

    `timeout` is in seconds, for each step; `return_path` is where bounces go, with a token put
    into it after a plus sign.
    """

    model_config = SettingsConfigDict(env_prefix="KINDRED_MAIL_", env_file=".env", extra="ignore")

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    tls: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: SecretStr = Field(default=SecretStr(""))
    address: str = ""
    name: str = "Kindred"
    reply_to: str = ""
    return_path: str = ""
    timeout: float = Field(default=15.0, ge=1, le=30)
    per_minute: int = Field(default=120, ge=1, le=6000)
    connections: int = Field(default=2, ge=1, le=10)

    @property
    def wanted(self) -> bool:
        """Whether mail goes out."""
        return bool(self.host)

    @property
    def port_used(self) -> int:
        """The port that is set, or the usual one."""
        return self.port or _PORTS[self.tls]

    @property
    def domain(self) -> str:
        """The host of the address that mail is from."""
        return self.address.rpartition("@")[2]

    def faults(self, base_url: str) -> list[str]:
        """Everything that cannot work, in words that say what to do."""
        if not self.wanted:
            said = (self.username, self.password.get_secret_value(), self.address)
            return ["KINDRED_MAIL_HOST is not set: by which server is mail to go out?"][: any(said)]
        found = [
            f"KINDRED_MAIL_{name} is an e-mail address in plain letters, such as hello@example.org"
            for name, address, needed in (
                ("ADDRESS", self.address, True),
                ("REPLY_TO", self.reply_to, False),
                ("RETURN_PATH", self.return_path, False),
            )
            if (address or needed) and not _is_plain(address)
        ]
        if len(self.return_path.rpartition("@")[0]) > LOCAL_PART:
            found.append(
                f"KINDRED_MAIL_RETURN_PATH has at most {LOCAL_PART} characters before the @"
            )
        if bool(self.username) != bool(self.password.get_secret_value()):
            found.append("KINDRED_MAIL_USERNAME and KINDRED_MAIL_PASSWORD go together")
        if self.tls == "none" and not self._here:
            found.append("KINDRED_MAIL_TLS=none is for a mail server on this machine only")
        if not base_url.startswith("https://") and not self._here:
            found.append(
                "KINDRED_BASE_URL: mail needs an address with https://, "
                "at which whoever gets it can end it"
            )
        return found

    @property
    def _here(self) -> bool:
        """Whether the server is on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def _is_plain(address: str) -> bool:
    return address.isascii() and read_address(address) == address.strip()
