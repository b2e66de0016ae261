"""Roles: the community's ladder, roles in one thing only, and who may do what by either."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal

from bot.errors import UserError
from bot.ui.commands import SlashCommand
from bot.ui.messages import RichText
from bot.ui.words import WordBook

words = WordBook("bot")


class Role(IntEnum):
    """What a member may do; each role may do all that the lower ones may."""

    MEMBER = 0
    FACILITATOR = 1
    ADMIN = 2


class ScopedRole(StrEnum):
    """What a member is in one thing only, whatever they are on the ladder."""

    CONVENOR = "convenor"
    HOST = "host"
    SAFEGUARDING_LEAD = "safeguarding_lead"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a scoped role is about: a "network", an "event", a "challenge", or the "community"."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Grant:
    """The fact that a member has a role in something, since when, and who gave it to them.

    `by` is `None` for what an operator gave, or somebody who has been erased since.
    """

    member: int
    role: ScopedRole
    scope: Scope
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a route requires: at least this role of the ladder, or else a role in what it is about.

    What a route is about is known only to its handler, which has to `require` it of the actor for
    that one thing.
    """

    role: Role
    or_scoped: ScopedRole | None = None

    @classmethod
    def of(cls, declared: "Role | Needs") -> "Needs":
        """What a route requires that was declared with a role of the ladder, or with both."""
        return declared if isinstance(declared, Needs) else cls(declared)

    @property
    def for_facilitators(self) -> bool:
        """Whether it is none of the members' business, whatever they are hosts or convenors of."""
        return self.role is not Role.MEMBER and self.or_scoped is None


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is: where on the ladder, and what in single things."""

    role: Role
    grants: tuple[Grant, ...] = ()

    @property
    def things(self) -> frozenset[tuple[ScopedRole, Scope]]:
        """Which roles they have in which things, whoever gave them and when."""
        return frozenset((grant.role, grant.scope) for grant in self.grants)

    @property
    def trusted(self) -> bool:
        """Whether they look after others in any way, so that nobody may be taken for them."""
        return may(self, Needs(Role.FACILITATOR)) or bool(self.grants)

    @property
    def entrusted(self) -> bool:
        """Whether somebody else has given them a role in anything, or one of the ladder."""
        given = (grant.by != grant.member for grant in self.grants)
        return may(self, Needs(Role.FACILITATOR)) or any(given)


def may(standing: Standing, needs: Needs, scope: Scope | Literal["any"] | None = None) -> bool:
    """Tell whether somebody may do what needs this: the one rule, at every door.

    A role in the `scope` will do as well as one of the ladder. At the door it is not yet known what
    it is about: there a role in "any" such thing will do. Without a scope the ladder alone counts.
    """
    return standing.role >= needs.role or any(
        grant.role is needs.or_scoped and scope in ("any", grant.scope) for grant in standing.grants
    )


def require(standing: Standing, needs: Needs, scope: Scope) -> None:
    """Go on only with somebody who `may`; else raise a `UserError` that says who may."""
    if not may(standing, needs, scope):
        raise UserError(refusal(needs))


def refusal(needs: Needs, command: SlashCommand | None = None) -> RichText:
    """Words for somebody who may not do what needs this, or not by this command."""
    if needs.or_scoped:
        return words(f"role.needed.{needs.or_scoped}")
    if command is None:
        return words("interaction.gone")
    for_admins = ".admin" if needs.role is Role.ADMIN else ""
    return words(f"command.not_allowed{for_admins}", command=command)
