"""What is done to rows, written down so that it can be undone."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Date, Table, and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow, Instant, metadata
from storage.kernel.database import insert

Values = dict[str, Any]
"""Values of a row by column."""

T = TypeVar("T")
Combine = Callable[[AnyRow, AnyRow], Values]
"""What of the row that goes is to stand in the row that stays."""


class Journal:
    """Changes rows of any table and keeps what they were; `as_text` and `undo` go together."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._entries: list[dict[str, Any]] = []

    async def move(self, column: Column[T], gone: T, kept: T) -> None:
        """Let every row that has one value in this column have another one."""
        table = _table_of(column)
        names = [each.name for each in table.primary_key]
        rows = await self._connection.execute(
            select(*(table.c[name] for name in names)).where(column == gone)
        )
        keys = [list(_plain(row._asdict()).values()) for row in rows]
        if keys:
            await self._connection.execute(
                update(table).where(column == gone).values({column.name: kept})
            )
            entry = {"did": "move", "table": table.name, "column": column.name, "keys": keys}
            self._entries.append({**entry, "from": gone, "to": kept})

    async def join(self, column: Column[int], gone: int, kept: int, combine: Combine) -> None:
        """Move rows of which the column is part of the key; of two with one key, one is kept."""
        table = _table_of(column)
        others = [each for each in table.primary_key if each.name != column.name]
        rows = await self._connection.execute(select(table).where(column.in_((gone, kept))))
        found: dict[tuple[Any, ...], dict[int, AnyRow]] = {}
        for row in rows:
            key = tuple(row._mapping[each.name] for each in others)
            found.setdefault(key, {})[row._mapping[column.name]] = row
        for key, both in found.items():
            if len(both) == 2:
                same = [each == value for each, value in zip(others, key, strict=True)]
                values = combine(both[gone], both[kept])
                if values:
                    await self.change(table, and_(column == kept, *same), **values)
                await self.drop(table, and_(column == gone, *same))
        await self.move(column, gone, kept)

    async def exchange(
        self, table: Table, which: ColumnElement[bool], *pairs: tuple[str, str]
    ) -> None:
        """Let two columns of some rows, known by their ids, change places; several such pairs."""
        ids = list(await self._connection.scalars(select(table.c.id).where(which)))
        if ids:
            await self._exchange(table, ids, pairs)
            self._entries.append(
                {"did": "exchange", "table": table.name, "ids": ids, "pairs": pairs}
            )

    async def change(self, table: Table, which: ColumnElement[bool], **values: Any) -> None:
        """Give the one row that is meant other values."""
        row = (await self._connection.execute(select(table).where(which))).one()
        now = {**row._mapping, **values}
        before = {name: row._mapping[name] for name in values}
        await self._connection.execute(update(table).where(which).values(**values))
        key = {each.name: now[each.name] for each in table.primary_key}
        self._entries.append(
            {
                "did": "change",
                "table": table.name,
                "key": _plain(key),
                "before": _plain(before),
                "after": _plain(values),
            }
        )

    async def drop(self, table: Table, which: ColumnElement[bool]) -> None:
        """Delete rows."""
        rows = await self._connection.execute(select(table).where(which))
        dropped = [_plain(row._asdict()) for row in rows]
        if dropped:
            await self._connection.execute(delete(table).where(which))
            self._entries.append({"did": "drop", "table": table.name, "rows": dropped})

    def as_text(self) -> str:
        """Everything that was done, as JSON."""
        return json.dumps(self._entries, ensure_ascii=False)

    async def undo(self, text: str) -> None:
        """Undo what another journal has written, last things first.

        What has changed since stays as it is now.
        """
        for entry in reversed(json.loads(text)):
            table = metadata.tables[entry["table"]]
            match entry["did"]:
                case "move":
                    await self._move_back(table, entry)
                case "change":
                    await self._change_back(table, entry)
                case "exchange":
                    await self._exchange(table, entry["ids"], entry["pairs"])
                case "drop":
                    await self._put_back(table, entry["rows"])

    async def _exchange(
        self, table: Table, ids: Sequence[int], pairs: Iterable[Sequence[str]]
    ) -> None:
        places = {a: table.c[b] for one, other in pairs for a, b in ((one, other), (other, one))}
        await self._connection.execute(update(table).where(table.c.id.in_(ids)).values(places))

    async def _move_back(self, table: Table, entry: Mapping[str, Any]) -> None:
        moved, was, is_ = table.c[entry["column"]], entry["from"], entry["to"]
        others = [each for each in table.primary_key if each.name != moved.name]
        names = [each.name for each in table.primary_key]
        rows = [_typed(table, dict(zip(names, keys, strict=True))) for keys in entry["keys"]]
        back = update(table).where(moved == is_).values({moved.name: was})
        for each in others:
            back = back.where(each == bindparam(f"its_{each.name}"))
        parameters = [{f"its_{each.name}": row[each.name] for each in others} for row in rows]
        if others:
            await self._connection.execute(back, parameters)
        else:  # the column alone is the key
            await self._connection.execute(back)

    async def _change_back(self, table: Table, entry: Mapping[str, Any]) -> None:
        """Column by column, so that what somebody has changed since is left alone."""
        key, before = _typed(table, entry["key"]), _typed(table, entry["before"])
        its_own = and_(*(table.c[name] == value for name, value in key.items()))
        for name, value in _typed(table, entry["after"]).items():
            unchanged = table.c[name].is_not_distinct_from(value)
            await self._connection.execute(
                update(table).where(its_own, unchanged).values({name: before[name]})
            )

    async def _put_back(self, table: Table, rows: Sequence[Values]) -> None:
        for row in rows:
            values = await self._without_the_gone(table, _typed(table, row))
            if values:
                await self._connection.execute(
                    insert(self._connection, table).values(**values).on_conflict_do_nothing()
                )

    async def _without_the_gone(self, table: Table, values: Values) -> Values:
        """A row as it would be had it stayed: nothing, if it had gone with what it refers to."""
        left = dict(values)
        for key in table.foreign_keys:
            target, name = key.column, key.parent.name
            if left.get(name) is None:
                continue
            found = await self._connection.execute(select(target).where(target == left[name]))
            there = found.first() is not None
            if not there and key.ondelete != "SET NULL":
                return {}
            left[name] = left[name] if there else None
        return left


def _table_of(column: Column[Any]) -> Table:
    assert isinstance(column.table, Table)  # noqa: S101  # columns of our tables all are
    return column.table


def _plain(values: Mapping[str, Any]) -> Values:
    return {
        name: value.isoformat() if isinstance(value, date) else value  # or an instant
        for name, value in values.items()
    }


def _typed(table: Table, values: Mapping[str, Any]) -> Values:
    """The values as columns hold them; a journal may be older than its table, and name others."""
    return {name: _read(table.c[name], value) for name, value in values.items() if name in table.c}


def _read(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
