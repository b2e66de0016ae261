"""What Slack may answer instead of doing what it was asked."""


class Busy(Exception):
    """Too fast: Slack did nothing, and asks to wait `after` seconds."""

    def __init__(self, after: float) -> None:
        self.after = after
        super().__init__(f"Slack asks to wait {after:.0f} s")


class Away(Exception):
    """Slack did not answer, or stumbled; whether it did what it was asked is not known.

    What timed out may still be done: by `settled` seconds from now that has been decided.
    """

    def __init__(self, why: str, settled: float = 0.0) -> None:
        self.settled = settled
        super().__init__(why)


class Declined(Exception):
    """Slack will not do it, for the reason `code` (`channel_not_found`)."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


class Lost(Exception):
    """The workspace lets Kindred do nothing any more, for the reason `code`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
