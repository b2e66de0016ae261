"""The buttons of what somebody in the demo is shown, to be pressed."""

from collections.abc import Iterator

from bot.routing.interaction import Reply, Shown
from bot.ui.messages import Actions, Button


def buttons_of(shown: Shown | None) -> Iterator[Button]:
    """Every button of an answer, from the first to the last."""
    blocks = shown.message.blocks if isinstance(shown, Reply) else ()
    for block in blocks:
        if isinstance(block, Actions):
            yield from (each for each in block.controls if isinstance(each, Button))
