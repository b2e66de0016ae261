"""What Discord may answer instead of doing what it was asked, besides `bot.delivery.errors`."""

UNKNOWN_CHANNEL = 10003  # docs: opcodes-and-status-codes, "JSON Error Codes"
UNKNOWN_MESSAGE = 10008
UNKNOWN_EVENT = 10070
ARCHIVED = 50083
NOT_THERE = (10007, 10013, 50278)
"""Unknown member, unknown user, no server in common: somebody may have left."""

FINISHED_EVENT = 180000
NOT_THIS_KIND = 50024  # of channel
THREAD_THERE = 160004  # one is open below this message already, or was
NO_FILES = (40005, 50013)
"""Too large, or not permitted: what a message with files may be refused for, and without not."""

NO_PICTURE = (40005, 50035, 50045, 50046)
"""Too large, or none that it can read: what an event with a picture may be refused for."""


class Declined(Exception):
    """Discord will not do it, for the reason `code` (docs: opcodes-and-status-codes).

    Where Discord gives no code of its own, it is the HTTP status.
    """

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else str(code))


class TokenRefused(Exception):
    """Discord does not take the bot's token."""
