"""The facts that messages tell of: by its fact a message is known, and said once."""

from dataclasses import dataclass, replace
from typing import Self

from bot.ui.text import read_id


@dataclass(frozen=True, slots=True)
class Fact:
    """What a message tells of.

    `kind` is the feature's own word for it (`introductions.asked`) and `subject` says of what: an
    id, or ids with colons between. Of several messages about one subject each has a `part`. Where
    each of several people is told alone, `member` is who; a message that was meant for a room and
    goes to each of its people `alone` is also known by whom it goes to.
    """

    kind: str
    subject: str = ""
    part: str = ""
    member: int | None = None
    alone: bool = False

    @classmethod
    def of(cls, kind: str, subject: object, *, part: str = "", member: int | None = None) -> Self:
        """The fact of this kind about a subject, which may be a row's id."""
        return cls(kind, str(subject), part, member)

    @property
    def key(self) -> str:
        """The one text by which outboxes and chats know the message; nobody reads it again."""
        if self.alone:
            return f"apart:{self.member}:{replace(self, member=None, alone=False).key}"
        parts = (self.kind, self.subject, self.part, self.member)
        return ":".join(str(part) for part in parts if part not in ("", None))

    @property
    def id(self) -> int:
        """The subject as a row's id; 0 if it is none."""
        return read_id(self.subject)

    def to(self, member: int) -> "Fact":
        """The same, told to one of several."""
        return replace(self, member=member)

    def alone_to(self, member: int) -> "Fact":
        """The same, meant for a room and told to one of its people alone."""
        return replace(self, member=member, alone=True)

    @property
    def whole(self) -> "Fact":
        """The same, whomever it was told."""
        return replace(self, member=None, alone=False)
