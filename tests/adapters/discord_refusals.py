"""What Discord refuses, with its own codes and words."""

from typing import Any, Self

Json = dict[str, Any]

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
CODES = {
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached"),
    40001: (401, "Unauthorized"),
    40003: (400, "You are opening direct messages too fast"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
    180000: (400, "Cannot update a finished event"),
}


class Refused(Exception):
    """An answer that is no success: a status with Discord's error body."""

    def __init__(
        self, code: int, errors: Json | None = None, *, status: int = 0, message: str = ""
    ) -> None:
        known = CODES.get(code, (400, "Unknown error"))
        self.code = code
        self.status = status or known[0]
        self.body: Json = {"message": message or known[1], "code": code}
        if errors:
            self.body["errors"] = errors
        super().__init__(f"{self.status} {self.body}")

    @classmethod
    def http(cls, status: int, words: str) -> Self:
        """Refuse as the web server before the API does: code 0, "401: Unauthorized"."""
        return cls(0, status=status, message=f"{status}: {words}")

    @classmethod
    def form(cls, path: str, why: str, code: str = "BASE_TYPE_BAD") -> Self:
        """Refuse a body for one of its fields, named like ``components.0.label``."""
        return cls(50035, tree([(path, code, why)]))


def tree(faults: list[tuple[str, str, str]]) -> Json:
    """Return the ``errors`` of a 50035: nested by the path of each (path, code, message)."""
    root: Json = {}
    for path, code, why in faults:
        here = root
        for step in path.split(".") if path else ():
            here = here.setdefault(step, {})
        here.setdefault("_errors", []).append({"code": code, "message": why})
    return root
