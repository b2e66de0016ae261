"""Rows of people and spaces, read into what the core calls them."""

from collections.abc import Collection

from sqlalchemy import Select, case, func, or_, select

from bot.community.people import OWN_CHAT, Account, Member, Ref, Space
from bot.community.roles import Role
from storage.kernel.columns import AnyRow
from storage.kernel.tables import accounts, members, spaces

MEMBER = (
    members.c.id,
    members.c.community_id,
    members.c.name,
    members.c.role,
    members.c.zone,
    members.c.locale,
    members.c.zone_known,
)
"""The columns that `as_member` reads."""


ZONE_TOLD = case((members.c.zone_known, members.c.zone), else_="").label("zone")
"""Somebody's time zone; empty where nobody has told it."""


def as_member(row: AnyRow) -> Member:
    """Make a member of the columns `MEMBER`."""
    return Member(
        row.id, row.community_id, row.name, Role(row.role), row.zone, row.locale, row.zone_known
    )


def gone_members() -> Select[int]:
    """Members who have used other chats than the community's own and are in none of these now."""
    return (
        select(accounts.c.member_id)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(spaces.c.platform != OWN_CHAT)
        .group_by(accounts.c.member_id)
        .having(func.count().filter(accounts.c.gone_at.is_(None)) == 0)
    )


ACCOUNT = (
    accounts.c.member_id,
    accounts.c.space_id,
    accounts.c.external_id,
    spaces.c.platform,
    spaces.c.external_id.label("space_external_id"),
)
"""The columns that `as_account` reads; join `spaces`."""


def as_space(row: AnyRow) -> Space:
    """Make a space of a row of its table."""
    ref = Ref(row.platform, row.external_id)
    return Space(row.id, row.community_id, ref, row.name, row.lost_at is not None)


def as_account(row: AnyRow) -> Account:
    """Make an account of the columns `ACCOUNT`."""
    space = Ref(row.platform, row.space_external_id)
    return Account(row.member_id, row.space_id, Ref(row.platform, row.external_id), space)


def account_behind(account: Ref, space: Ref) -> Select[tuple[int]]:
    """A query for the id of an account in a space."""
    return (
        select(accounts.c.id)
        .join(spaces, spaces.c.id == accounts.c.space_id)
        .where(accounts.c.external_id == account.id)
        .where(spaces.c.platform == space.platform, spaces.c.external_id == space.id)
    )


def members_behind(wanted: Collection[tuple[int, str]]) -> Select[tuple[int]]:
    """The members whose accounts these are, each a space's id and what it calls the account."""
    these = [
        (accounts.c.space_id == space) & (accounts.c.external_id == id_) for space, id_ in wanted
    ]
    return select(accounts.c.member_id).where(or_(*these))
