"""Draws the architecture from the import graph: which room imports which.

Usage: `python tests/setup/architecture.py [FILE]`; without FILE the picture is printed as SVG.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

import grimp

TOPS = ("bot", "adapters", "storage", "jobs")
PICTURE = Path(__file__).parents[2] / "docs" / "images" / "architecture.svg"

_WIDTH, _HEIGHT, _GAP, _RISE, _MARGIN = 136, 34, 14, 84, 24
_COLOURS = {"bot": "#dfe8f5", "adapters": "#e6f1df", "storage": "#f6ecd9", "jobs": "#f3e1ea"}
_LEFT_OUT = (
    *("bot", "bot.__main__", "bot.bootstrap", "bot.demo", "bot.settings", "bot.terminal"),
    *("adapters", "storage", "storage.stores"),
)
"""What puts the others together imports every room: its arrows would hide all others."""

Rooms = dict[str, frozenset[str]]
"""Each room with those that it imports."""


def rooms() -> Rooms:
    """The rooms of the house, read off the imports of all modules."""
    graph = grimp.build_graph(*TOPS)
    found: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        here = room_of(module)
        found[here] |= {room_of(m) for m in graph.find_modules_directly_imported_by(module)}
    kept = {room for room in found if room not in _LEFT_OUT}
    return {room: frozenset(found[room] & kept - {room}) for room in sorted(kept)}


def needed(house: Rooms) -> Rooms:
    """The arrows that tell something: none to a room that others of its arrows lead to, too."""

    @cache
    def below(room: str) -> frozenset[str]:
        return house[room].union(*(below(each) for each in house[room] if room not in house[each]))

    return {
        room: frozenset(to for to in imported if not any(to in below(o) for o in imported - {to}))
        for room, imported in house.items()
    }


def room_of(module: str) -> str:
    """The room that a module is in: a package of its top one, or the top one itself."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] in ("bot", "adapters", "storage") else parts[0]


def floors(house: Rooms) -> dict[str, int]:
    """How high each room stands: above all that it imports, those in a circle side by side."""

    @cache
    def height(room: str, seen: frozenset[str] = frozenset()) -> int:
        below = house[room] - seen
        return max((1 + height(each, seen | {room}) for each in below), default=0)

    return {room: height(room) for room in house}


def svg(house: Rooms) -> str:
    """The picture, with every arrow as text beside it for those who do not see it."""
    at = _places(house)
    width = max(x for x, _ in at.values()) + _WIDTH + _MARGIN
    height = max(y for _, y in at.values()) + _HEIGHT + _MARGIN
    told = "; ".join(f"{room} imports {', '.join(sorted(to))}" for room, to in house.items() if to)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' font-family="sans-serif" font-size="12">',
            f"<title>The rooms of Kindred and what they import</title><desc>{escape(told)}</desc>",
            '<marker id="a" orient="auto" markerWidth="7" markerHeight="7" refX="6" refY="3.5">'
            '<path d="M0 0 7 3.5 0 7z" fill="#888"/></marker>',
            *_arrows(needed(house), at),
            *(_box(room, *at[room]) for room in house),
            "</svg>\n",
        ]
    )


def _places(house: Rooms) -> dict[str, tuple[int, int]]:
    """Where each room's box begins: a row for each floor, the highest on top."""
    by_floor: dict[int, list[str]] = defaultdict(list)
    for room, floor in floors(house).items():
        by_floor[floor].append(room)
    widest = max(map(len, by_floor.values())) * (_WIDTH + _GAP) - _GAP
    places = {}
    for row, floor in enumerate(sorted(by_floor, reverse=True)):
        there = by_floor[floor]
        left = _MARGIN + (widest - len(there) * (_WIDTH + _GAP) + _GAP) // 2
        for column, room in enumerate(there):
            places[room] = (left + column * (_WIDTH + _GAP), _MARGIN + row * _RISE)
    return places


def _arrows(house: Rooms, at: dict[str, tuple[int, int]]) -> Iterator[str]:
    for room, imported in house.items():
        x, y = at[room]
        for other in sorted(imported):
            to_x, to_y = at[other]
            start = f"{x + _WIDTH // 2},{y + (_HEIGHT if to_y > y else _HEIGHT // 2)}"
            end = f"{to_x + _WIDTH // 2},{to_y if to_y > y else to_y + _HEIGHT}"
            yield f'<path d="M{start} L{end}" stroke="#888" fill="none" marker-end="url(#a)"/>'


def _box(room: str, x: int, y: int) -> str:
    colour = _COLOURS[room.split(".")[0]]
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{colour}"'
        f' stroke="#777"/><text x="{x + _WIDTH // 2}" y="{y + 21}" text-anchor="middle">'
        f"{escape(room)}</text>"
    )


if __name__ == "__main__":
    picture = svg(rooms())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(picture, encoding="utf-8")
    else:
        print(picture, end="")
