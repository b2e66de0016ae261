"""Which story shows which kind of argument, by which door of which chat.

A kind is called as its class is; "account" is a person who may be no member.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args

from bot.routing.arguments import ArgKind

Door = Literal[
    "a line in the web chat",
    "a form in the web chat",
    "a line in Slack",
    "a form in Slack",
    "the options of a command in Discord",
    "a form in Discord",
]
KINDS = {kind.__name__ for kind in get_args(ArgKind)} | {"account"}

_NO_FIELD = {"account", "ThingArg", "YesNoArg"}  # a form has members, and choices for the others
CANNOT: dict[Door, set[str]] = {
    "a line in the web chat": {"FileArg"},
    "a form in the web chat": {*_NO_FIELD, "ChannelArg"},  # its channels are for all, unchosen
    "a line in Slack": {"FileArg"},
    "a form in Slack": _NO_FIELD,
    "the options of a command in Discord": set(),
    "a form in Discord": _NO_FIELD,
}
"""What a door has no way to say."""

SHOWN: dict[Door, set[str]] = defaultdict(set)

Story = TypeVar("Story", bound=Callable[..., Any])


def shows(door: Door, *kinds: str) -> Callable[[Story], Story]:
    """Mark a story as one in which arguments of these kinds are given there."""

    def mark(story: Story) -> Story:
        assert set(kinds) <= KINDS, f"there are no such kinds: {set(kinds) - KINDS}"
        SHOWN[door] |= set(kinds)
        return story

    return mark
