"""Members by what they are called: by their whole name, by how it begins, or nearly so."""

import re
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select, case, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.people import Member
from bot.ui.folding import address_key, folded
from bot.ui.tokens import tokens
from storage.kernel.rows import MEMBER, as_member
from storage.kernel.tables import member_networks, members, networks

_NEAR = 2000
"""Of those whose names hold something of what was typed, so many are compared with it."""


async def called(
    connection: AsyncConnection, community: int, name: str, *, by_email: bool
) -> list[Member]:
    """Those whose whole name this is, or their name and one of their networks."""
    key = folded(name)
    here = select(*MEMBER).where(members.c.community_id == community)
    named = members.c.name_key == key
    address = members.c.email_key == address_key(name)
    found = await _all(connection, here.where(named | address if by_email else named))
    within = re.fullmatch(r"(.+?) \((.+)\)", key)
    if found or not within:
        return found
    return await _all(
        connection,
        here.join(member_networks, member_networks.c.member_id == members.c.id)
        .join(networks, networks.c.id == member_networks.c.network_id)
        .where(members.c.name_key == within[1], networks.c.name_key == within[2]),
    )


async def begins(
    connection: AsyncConnection, community: int, name: str, limit: int
) -> list[Member]:
    """Some of those whose names begin with these words, and go on."""
    here = select(*MEMBER).where(members.c.community_id == community)
    begin = members.c.name_key.startswith(f"{folded(name)} ", autoescape=True)
    return await _all(connection, here.where(begin).limit(limit))


async def named_like(
    connection: AsyncConnection, community: int, name: str, limit: int
) -> list[Member]:
    """Those whose names come nearest, nearest first."""
    key = folded(name)
    starts = sorted({word[:2] for word in key.split() if len(word) > 1} or {key[:1]})
    near = select(*MEMBER, members.c.name_key).where(members.c.community_id == community)
    holds = or_(*(members.c.name_key.contains(start, autoescape=True) for start in starts))
    like = or_(holds, *(_begins_like(start) for start in starts))
    first = case((holds, 0), else_=1)
    near = near.where(like).order_by(first, members.c.name_key, members.c.id).limit(_NEAR)
    rows = (await connection.execute(near)).all()
    names = [" ".join(tokens(row.name_key)) for row in rows]
    said = " ".join(tokens(key))
    best = process.extract(said, names, scorer=fuzz.WRatio, limit=limit, score_cutoff=60)
    return [as_member(rows[index]) for _, _, index in best]


async def _all(connection: AsyncConnection, query: Select[Any]) -> list[Member]:
    in_turn = query.order_by(members.c.id)
    return [as_member(row) for row in await connection.execute(in_turn)]


def _begins_like(start: str) -> ColumnElement[bool]:
    """Whether a word of the name begins with these two letters, but for an accent on one."""
    letters = ["/" + letter if letter in "/%_" else letter for letter in start]
    likes = [f"{letters[0]}_%", f"_{letters[1]}%"] if len(letters) > 1 else []
    key = members.c.name_key
    alike = [key.like(where + each, escape="/") for each in likes for where in ("", "% ")]
    return or_(false(), *alike)
