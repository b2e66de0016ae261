"""Which interactions change nothing that people see of their home."""

from bot.routing.interaction import HomeOpened, Request, Seen, Submitted


def leaves_no_trace(request: Request) -> bool:
    """Whether it changes nothing that a home shows."""
    typing = isinstance(request, Submitted) and request.turn == "later"
    return typing or isinstance(request, Seen | HomeOpened)
