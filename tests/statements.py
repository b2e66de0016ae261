"""What is asked of databases: statements and transactions, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine


@dataclass
class Asked:
    """Statements in their order, and the number of transactions that they were in.

    What is done for many rows at once is one statement; what begins a transaction is none. `alone`
    are those that were asked in a step of their own, through all of SQLAlchemy.
    """

    statements: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    transactions: int = 0


@contextmanager
def counting() -> Iterator[Asked]:
    """Count whatever this process asks of any database until the block ends."""
    asked = Asked()

    def note(
        connection: Connection, cursor: object, statement: str, *others: object, **more: object
    ) -> None:
        if not statement.startswith("BEGIN"):
            asked.statements.append(statement)
            if cursor is not None:
                asked.alone.append(statement)

    def begin(connection: Connection) -> None:
        asked.transactions += 1

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "begin", begin)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "begin", begin)
