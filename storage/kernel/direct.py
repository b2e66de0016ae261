"""Statements that the driver is asked itself, for the few that a rush consists of.

Around a statement SQLAlchemy computes about twice as long as the driver does; where many people
answer one event at once, the row that all wait for is locked meanwhile. Several that follow one
another are one step into SQLite's thread.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, make_dataclass
from typing import Any, cast

from sqlalchemy import CompoundSelect, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.kernel.batch import Question, is_batched, put
from storage.kernel.columns import AnyRow
from storage.kernel.sqlite import OneStepConnection

Statement = Select[Any] | CompoundSelect[*tuple[Any, ...]] | Insert | Update
Process = Callable[[Any], Any]
Bound = Mapping[str, object] | Sequence[object]
"""Values as a driver takes them: by their names, or in their order."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as text, how its values are given to the driver, and its rows are made."""

    text: str
    order: Sequence[str] | None
    constants: Mapping[str, object]
    given: Mapping[str, Process]
    found: Sequence[tuple[int, Process]]
    returns: bool
    row: Callable[..., Any]

    @classmethod
    def of(cls, statement: Statement, dialect: Dialect) -> "_Compiled":
        compiled = statement.compile(dialect=dialect)
        given = {name: _given(bound.type, dialect) for name, bound in compiled.binds.items()}
        columns = list(statement.exported_columns)
        found = ((at, _found(column.type, dialect)) for at, column in enumerate(columns))
        return cls(
            str(compiled),
            compiled.positiontup,
            {name: value for name, value in compiled.params.items() if value is not None},
            {name: process for name, process in given.items() if process},
            [(at, process) for at, process in found if process],
            bool(columns),
            make_dataclass("Found", [str(column.key) for column in columns], slots=True),
        )

    def bound(self, values: Mapping[str, object]) -> Bound:
        """The values as the driver takes them."""
        given = {**self.constants, **values}
        for name, process in self.given.items():
            given[name] = process(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def made(self, row: Sequence[Any]) -> AnyRow:
        values = list(row)
        for at, process in self.found:
            values[at] = process(values[at])
        return cast("AnyRow", self.row(*values))


class Direct:
    """A statement, made once, each of whose values has a name.

    Raises what SQLAlchemy would.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    async def first(
        self, connection: AsyncConnection, values: Mapping[str, object]
    ) -> AnyRow | None:
        """The first row, if there is one."""
        rows = await self.all(connection, values)
        return rows[0] if rows else None

    async def all(
        self, connection: AsyncConnection, values: Mapping[str, object]
    ) -> Sequence[AnyRow]:
        """Every row; none of a statement that finds or returns none."""
        if is_batched(connection):
            return await put(Question(self, values))
        (rows,) = await together(connection, [Question(self, values)])
        return rows

    def compiled(self, dialect: Dialect) -> _Compiled:
        """The statement as this database takes it."""
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _Compiled.of(self._statement, dialect)
        return self._compiled[dialect.name]


async def together(
    connection: AsyncConnection, asked: Sequence[Question]
) -> Sequence[Sequence[AnyRow]]:
    """The rows of each of these statements, which no other is asked between."""
    compiled = [each.statement.compiled(connection.dialect) for each in asked]
    given = [each.bound(it.values) for each, it in zip(compiled, asked, strict=True)]
    found = await _rows_of(connection, compiled, given)
    return [[each.made(row) for row in rows] for each, rows in zip(compiled, found, strict=True)]


class AtTheEnd:
    """Statements of which nobody awaits anything: they are asked when a unit of work ends."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._asked: list[Question] = []

    def ask(self, statement: Direct, values: Mapping[str, object]) -> None:
        """Ask this, too."""
        self._asked.append(Question(statement, values))

    async def flush(self) -> None:
        """Ask them now."""
        asked, self._asked = self._asked, []
        if asked:
            await together(self._connection, asked)


async def _rows_of(
    connection: AsyncConnection, compiled: Sequence[_Compiled], given: Sequence[Bound]
) -> Sequence[Sequence[Sequence[Any]]]:
    known = connection.sync_connection
    assert known is not None  # noqa: S101  # it is open
    asked = list(zip(compiled, given, strict=True))
    for each, values in asked:
        known.dispatch.before_cursor_execute(known, None, each.text, values, None, False)
    driver: Any = known.connection.driver_connection
    try:
        if isinstance(driver, OneStepConnection):
            return await driver.rows_of([(each.text, values) for each, values in asked])
        return [await _asked(driver, each, values) for each, values in asked]
    except connection.dialect.loaded_dbapi.Error as fault:
        error = connection.dialect.loaded_dbapi.Error
        text = compiled[0].text
        raise DBAPIError.instance(text, None, fault, error, dialect=known.dialect) from fault


async def _asked(driver: Any, compiled: _Compiled, values: Bound) -> Sequence[Sequence[Any]]:
    cursor = await driver.execute(compiled.text, values)
    return cast("Sequence[Sequence[Any]]", await cursor.fetchall() if compiled.returns else ())


def _given(type_: Any, dialect: Dialect) -> Process | None:
    return cast("Process | None", type_.dialect_impl(dialect).bind_processor(dialect))


def _found(type_: Any, dialect: Dialect) -> Process | None:
    return cast("Process | None", type_.dialect_impl(dialect).result_processor(dialect, None))
