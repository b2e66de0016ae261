"""What an operator sets for the whole of Kindred, in the environment or in a file `.env`."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where Kindred is reached from outside, and the key that its secrets are sealed with.

    `rehearsal_clock` names a file that says how many seconds ahead the clock is, for rehearsing.
    """

    model_config = SettingsConfigDict(env_prefix="KINDRED_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///kindred.sqlite3"
    base_url: str = ""
    secret_key: SecretStr = Field(default=SecretStr(""))
    rehearsal_clock: str = ""

    def faults(self) -> list[str]:
        """Everything that cannot work, in words that say what to do."""
        found = self.database_faults()
        if len(self.secret_key.get_secret_value()) < _KEY_LENGTH:
            found.append(
                f"KINDRED_SECRET_KEY needs {_KEY_LENGTH} characters or more. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            found.append("KINDRED_BASE_URL starts with http:// or https://")
        return found

    def database_faults(self) -> list[str]:
        """What is wrong with the address of the database."""
        known = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
        if self.database_url.startswith(known):
            return []
        return ["KINDRED_DATABASE_URL starts with sqlite:/// or postgresql://"]


_KEY_LENGTH = 32
