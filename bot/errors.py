"""Errors that say what to do next. Whatever is not one of these is a fault of ours."""

from bot.ui.messages import Message, RichText, say


class UserError(Exception):
    """Something the actor can put right. The message is shown to them, and only to them."""

    def __init__(self, message: str | RichText | Message) -> None:
        self.message = message if isinstance(message, Message) else say(message)
        super().__init__(self.message.fallback)


class Conflict(Exception):
    """Another unit of work got there first. Do it again from the start."""


class NotReady(Exception):
    """A service we need does not answer yet. Start again in a while; other adapters go on."""


class Misconfigured(Exception):
    """The set-up cannot work. Carries every fault found, so that they are mended in one go."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))
