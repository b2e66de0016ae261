"""Statements that the driver of PostgreSQL is asked itself, for the few that a rush consists of.

Around a statement SQLAlchemy computes about twice as long as the driver does; where many people
answer one event at once, the row that all wait for is locked meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from typing import Any, cast

from sqlalchemy import Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.columns import AnyRow

_POSTGRESQL = "postgresql"
Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as text, how its values are given to the driver, and its rows are made."""

    text: str
    constants: Mapping[str, object]
    given: Mapping[str, Process]
    found: Sequence[tuple[int, Process]]
    row: Callable[..., Any]

    @classmethod
    def of(cls, statement: Select[Any] | Insert | Update, dialect: Dialect) -> "_Compiled":
        compiled = statement.compile(dialect=dialect)
        given = {name: _given(bound.type, dialect) for name, bound in compiled.binds.items()}
        columns = list(statement.exported_columns)
        found = ((at, _found(column.type, dialect)) for at, column in enumerate(columns))
        return cls(
            str(compiled),
            {name: value for name, value in compiled.params.items() if value is not None},
            {name: process for name, process in given.items() if process},
            [(at, process) for at, process in found if process],
            make_dataclass("Found", [str(column.key) for column in columns], slots=True),
        )

    def made(self, row: Sequence[Any]) -> AnyRow:
        values = list(row)
        for at, process in self.found:
            values[at] = process(values[at])
        return cast("AnyRow", self.row(*values))


class Direct:
    """A statement, made once, each of whose values has a name, that finds rows or returns some.

    Raises what SQLAlchemy would.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: _Compiled | None = None

    async def first(
        self, connection: AsyncConnection, values: Mapping[str, object]
    ) -> AnyRow | None:
        """The first row, if there is one."""
        rows = await self.all(connection, values)
        return rows[0] if rows else None

    async def all(
        self, connection: AsyncConnection, values: Mapping[str, object]
    ) -> Sequence[AnyRow]:
        """Every row."""
        if connection.dialect.name != _POSTGRESQL:
            return (await connection.execute(self._statement, values)).all()
        if self._compiled is None:
            self._compiled = _Compiled.of(self._statement, connection.dialect)
        compiled = self._compiled
        given = {**compiled.constants, **values}
        for name, process in compiled.given.items():
            given[name] = process(given[name])
        rows = await _asked(connection, compiled.text, given)
        return [compiled.made(row) for row in rows]


async def _asked(
    connection: AsyncConnection, text: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None  # noqa: S101  # it is open
    connection.sync_engine.dispatch.before_cursor_execute(
        connection.sync_connection, None, text, values, None, False
    )
    try:
        cursor = await raw.execute(text, values)
        return cast("list[tuple[Any, ...]]", await cursor.fetchall())
    except connection.dialect.loaded_dbapi.Error as fault:
        raise DBAPIError.instance(
            text, None, fault, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect
        ) from fault


def _given(type_: Any, dialect: Dialect) -> Process | None:
    return cast("Process | None", type_.dialect_impl(dialect).bind_processor(dialect))


def _found(type_: Any, dialect: Dialect) -> Process | None:
    return cast("Process | None", type_.dialect_impl(dialect).result_processor(dialect, None))
