"""For whom Kindred says something that somebody else has said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who has said it, and of which network they are, if that is known."""

    name: str
    network: str = ""

    @property
    def whole(self) -> str:
        """Both in one, as where a chat lets Kindred speak under another name."""
        return f"{self.name} ({self.network})" if self.network else self.name
