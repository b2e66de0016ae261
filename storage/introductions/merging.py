"""Two members become one: in programmes, rounds, introductions and suggestions."""

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.introductions.follow_up.domain import room_of
from storage.introductions.rounds import ADJUSTMENTS
from storage.introductions.tables import (
    gathering_members,
    introduction_members,
    known_elsewhere,
    never,
    never_accounts,
    never_erased,
    pauses,
    programme_members,
    round_answers,
    rounds,
    suggestions,
)
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.journal import Journal, Values
from storage.kernel.merging import drop_waiting
from storage.kernel.store import Merging


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, who is never introduced to themselves."""
    await _change_drafts(connection, journal, gone, kept)
    await journal.join(programme_members.c.member_id, gone, kept, _taking_part)
    await journal.join(round_answers.c.member_id, gone, kept, _coming)
    await journal.join(pauses.c.member_id, gone, kept, _longest)
    await _never(journal, gone, kept)
    await journal.move(rounds.c.opened_by, gone, kept)
    await _introductions(connection, journal, gone, kept)
    await _suggestions(connection, journal, gone, kept)
    await journal.join(gathering_members.c.member_id, gone, kept, lambda old, new: {})
    await _known(journal, gone, kept)


async def part(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Let every "never" of one hold for the other, too: while they were one, it was about both.

    Drafts of rounds that they may be in are matched again.
    """
    for mine, theirs in (
        (never.c.member_id, never.c.other_id),
        (never.c.other_id, never.c.member_id),
    ):
        said = await connection.execute(select(never).where(mine == kept, theirs != gone))
        rows = [{**row._mapping, mine.name: gone} for row in said]
        if rows:
            await connection.execute(insert(connection, never).on_conflict_do_nothing(), rows)
    said = await connection.execute(
        select(never_accounts).where(never_accounts.c.member_id == kept)
    )
    if also := [{**row._mapping, "member_id": gone} for row in said]:
        await connection.execute(insert(connection, never_accounts).on_conflict_do_nothing(), also)
    for member in (kept, gone):
        await _rematch(connection, member)


MERGING = Merging(
    references=(
        programme_members.c.member_id,
        round_answers.c.member_id,
        pauses.c.member_id,
        never.c.member_id,
        never.c.other_id,
        never_accounts.c.member_id,
        never_erased.c.member_id,
        rounds.c.opened_by,
        introduction_members.c.member_id,
        suggestions.c.by_id,
        suggestions.c.one_id,
        suggestions.c.other_id,
        gathering_members.c.member_id,
        known_elsewhere.c.one_id,
        known_elsewhere.c.other_id,
    ),
    merge=merge,
    part=part,
)


async def _rematch(connection: AsyncConnection, member: int) -> None:
    """Let every draft round that may have this member in be matched again."""
    drafts = and_(rounds.c.state == "draft", rounds.c.programme_id.in_(_programmes(member)))
    await connection.execute(
        update(rounds).where(drafts).values(plan=None, fingerprint="", version=rounds.c.version + 1)
    )


def _programmes(*who: int) -> Select[tuple[int]]:
    return select(programme_members.c.programme_id).where(programme_members.c.member_id.in_(who))


async def _change_drafts(
    connection: AsyncConnection, journal: Journal, gone: int, kept: int
) -> None:
    drafts = await connection.execute(
        select(rounds).where(
            rounds.c.state == "draft", rounds.c.programme_id.in_(_programmes(gone, kept))
        )
    )
    for row in drafts.all():
        before = ADJUSTMENTS.validate_json(row.adjustments)
        after = before.renamed(gone, kept)
        if after != before:
            text = ADJUSTMENTS.dump_json(after).decode()
            await journal.change(rounds, rounds.c.id == row.id, adjustments=text)
    for member in (gone, kept):
        await _rematch(connection, member)


def _taking_part(gone: AnyRow, kept: AnyRow) -> Values:
    return {
        "state": "in" if "in" in (gone.state, kept.state) else "left",
        "joined_at": min(gone.joined_at, kept.joined_at),
        "left_out": max(gone.left_out, kept.left_out),
    }


def _coming(gone: AnyRow, kept: AnyRow) -> Values:
    return {"coming": gone.coming and kept.coming}


def _longest(gone: AnyRow, kept: AnyRow) -> Values:
    return {"until": max(gone.until, kept.until)}


async def _never(journal: Journal, gone: int, kept: int) -> None:
    both = (gone, kept)
    await journal.drop(never, and_(never.c.member_id.in_(both), never.c.other_id.in_(both)))
    await journal.join(never.c.member_id, gone, kept, lambda old, new: {})
    await journal.join(never.c.other_id, gone, kept, lambda old, new: {})
    await journal.join(never_accounts.c.member_id, gone, kept, lambda old, new: {})
    await journal.join(never_erased.c.member_id, gone, kept, lambda old, new: {})


async def _known(journal: Journal, gone: int, kept: int) -> None:
    it, both = known_elsewhere.c, (gone, kept)
    await journal.drop(known_elsewhere, and_(it.one_id.in_(both), it.other_id.in_(both)))
    for column in (it.one_id, it.other_id):
        await journal.join(column, gone, kept, _latest)


def _latest(gone: AnyRow, kept: AnyRow) -> Values:
    return {"met_at": max(gone.met_at, kept.met_at)}


# Introduced to themselves ---------------------------------------------------------------------


async def _introductions(
    connection: AsyncConnection, journal: Journal, gone: int, kept: int
) -> None:
    mine = introduction_members.c
    together = await connection.scalars(
        select(mine.introduction_id)
        .where(mine.member_id.in_((gone, kept)))
        .group_by(mine.introduction_id)
        .having(func.count() == 2)
    )
    shared = list(together)
    await journal.join(mine.member_id, gone, kept, _said)
    with_others = await connection.scalars(
        select(mine.introduction_id).where(mine.introduction_id.in_(shared), mine.member_id != kept)
    )
    for introduction in set(shared) - set(with_others):
        await journal.drop(introduction_members, mine.introduction_id == introduction)
        await drop_waiting(journal, room_of(introduction).key)


def _said(gone: AnyRow, kept: AnyRow) -> Values:
    """What the one who is kept has said, or else what the other has."""
    said: Values = {}
    if gone.outcome and not kept.outcome:
        said |= {"outcome": gone.outcome, "answered_at": gone.answered_at}
    if gone.story and not kept.story:
        said |= {"story": gone.story, "share": gone.share}
    return said


async def _suggestions(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    it, both = suggestions.c, (gone, kept)
    to_themselves = await connection.scalars(
        select(it.id).where(it.one_id.in_(both), it.other_id.in_(both), it.opened_at.is_(None))
    )
    for id_ in list(to_themselves):
        quiet = {"one_said": "no", "other_said": "no", "echo": True}
        await journal.change(suggestions, it.id == id_, **quiet)
    for column in (it.by_id, it.one_id, it.other_id):
        await journal.move(column, gone, kept)
    await journal.exchange(  # the two are kept in one order
        suggestions,
        and_(or_(it.one_id == kept, it.other_id == kept), it.one_id > it.other_id),
        ("one_id", "other_id"),
        ("one_said", "other_said"),
    )
