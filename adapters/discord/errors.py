"""What Discord may answer instead of doing what it was asked."""


class Busy(Exception):
    """Too fast: Discord did nothing, and asks to wait `after` seconds."""

    def __init__(self, after: float) -> None:
        self.after = after
        super().__init__(f"Discord asks to wait {after:.1f} s")


class Away(Exception):
    """Discord did not answer, or stumbled; whether it did what it was asked is not known.

    What timed out may still be done: by `settled` seconds from now that has been decided.
    """

    def __init__(self, why: str, settled: float = 0.0) -> None:
        self.settled = settled
        super().__init__(why)


class Declined(Exception):
    """Discord will not do it, for the reason `code` (docs: opcodes-and-status-codes).

    Where Discord gives no code of its own, it is the HTTP status.
    """

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else str(code))


class TokenRefused(Exception):
    """Discord does not take the bot's token."""
