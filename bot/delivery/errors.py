"""What keeps a platform from doing now what it was asked, and when to ask it again."""

from datetime import timedelta

from bot.delivery.sender import Retry
from bot.errors import NotReady


class Busy(Exception):
    """Too fast: the platform did nothing, and asks to wait `after` seconds.

    That may be so `here_only`, in one channel or for one kind of call, and not in the whole space.
    """

    def __init__(self, after: float, *, here_only: bool = False) -> None:
        self.after = after
        self.here_only = here_only
        super().__init__(f"asked to wait {after:.1f} s")


class Away(Exception):
    """The platform did not answer, or stumbled; whether it did what it was asked is not known.

    What timed out may still be done: by `settled` seconds from now that has been decided.
    """

    def __init__(self, why: str, settled: float = 0.0) -> None:
        self.settled = settled
        super().__init__(why)


def retry(fault: Busy | Away | NotReady, pause: timedelta) -> Retry:
    """When to ask again: when the platform says so, else after `pause` or once it has settled."""
    match fault:
        case Busy():
            wait = timedelta(seconds=fault.after)
            return Retry(wait, str(fault), untouched=True, here_only=fault.here_only)
        case Away():
            return Retry(max(pause, timedelta(seconds=fault.settled)), str(fault))
        case NotReady():
            return Retry(pause, str(fault))
