"""What members tell about themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field as Tagged
from pydantic import TypeAdapter

from bot.community.spoken_languages import language_codes
from bot.ui.folding import folded

Visibility = Literal["everyone", "networks", "introduced"]
"""Who may see a profile. Each also shows it to those whom the next one does."""

VISIBILITIES: tuple[Visibility, ...] = ("everyone", "networks", "introduced")

MOST_TOPICS = 12
MOST_ITEMS = 10
ITEM_LENGTH = 200
NETWORK_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Profile:
    """One member's profile. `availability` are slots of the week, `zone` is empty if not known.

    `languages` are codes, in whatever way they are written; words that name none are kept.
    """

    name: str
    email: str = ""
    pronouns: str = ""
    headline: str = ""
    about: str = ""
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    town: Annotated[str, Tagged(alias="place")] = ""  # as profiles are kept and given out
    zone: str = ""
    languages: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    visibility: Visibility = "everyone"

    def __post_init__(self) -> None:
        """Make codes of languages: from forms, files, programs and older rows alike."""
        object.__setattr__(self, "languages", language_codes(self.languages))

    @property
    def says_something(self) -> bool:
        """Whether somebody has told more than who they are and where they belong."""
        return bool(self.headline or self.about or self.topics or self.offers or self.asks)

    @property
    def home_network(self) -> str:
        """The name of the home network, which is the first; empty without one."""
        return self.networks[0] if self.networks else ""


_CODEC = TypeAdapter(Profile)


def to_data(profile: Profile) -> dict[str, Any]:
    """A profile as it is kept and given out; `from_data` gives an equal profile back."""
    data: dict[str, Any] = _CODEC.dump_python(profile, mode="json", by_alias=True)
    return data


def from_data(data: Mapping[str, Any]) -> Profile:
    """The profile that `to_data` told."""
    return _CODEC.validate_python(data)


def each_once(items: Iterable[str]) -> tuple[str, ...]:
    """The items without those that come again, however they are written."""
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(folded(item), item)
    return tuple(first.values())
