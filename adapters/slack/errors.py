"""What Slack may answer instead of doing what it was asked, besides `bot.delivery.errors`."""


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
