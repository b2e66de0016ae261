"""Who looks at profiles, and the lists that people write in them."""

from dataclasses import dataclass

from bot.community.profiles import ITEM_LENGTH, MOST_ITEMS, each_once


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: their networks and the people they have been introduced to, by id."""

    member: int
    community: int
    networks: frozenset[int] = frozenset()
    introduced: frozenset[int] = frozenset()


class TooMany(ValueError):
    """A list has more entries than there is room for."""


class TooLong(ValueError):
    """An entry is longer than there is room for; the argument is the entry."""


def read_items(text: str, most: int = MOST_ITEMS, length: int = ITEM_LENGTH) -> tuple[str, ...]:
    """The entries of a list, one to a line or separated by `;`, each once, letters' case aside.

    Raises `TooMany` and `TooLong`.
    """
    entries = (" ".join(entry.split()) for entry in text.replace(";", "\n").splitlines())
    items = each_once(entry for entry in entries if entry)
    if len(items) > most:
        raise TooMany
    for item in items:
        if len(item) > length:
            raise TooLong(item)
    return items
