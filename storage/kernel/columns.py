"""What all tables share: the metadata with its naming convention, and column types."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    Text,
    bindparam,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever was selected."""

Id = BigInteger().with_variant(Integer, "sqlite")
"""Row ids of 64 bits. SQLite's INTEGER has them too, and counts up only under that name."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; give the database UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} says no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def instant(name: str) -> BindParameter[datetime]:
    """An instant that a statement, made once, is given whenever it is run."""
    return bindparam(name, type_=Instant())


class joined(GenericFunction[str]):  # noqa: N801  # written as SQL functions are
    """Texts of several rows in one, with a text between them."""

    type = Text()
    inherit_cache = True


@compiles(joined)
def _joined(element: joined, compiler: SQLCompiler, **options: Any) -> str:
    name = "group_concat" if compiler.dialect.name == "sqlite" else "string_agg"
    return f"{name}({compiler.process(element.clauses, **options)})"


def id_column() -> Column[int]:
    """A row's own id."""
    return Column("id", Id, primary_key=True)


def member_column(
    name: str = "member_id", *, primary_key: bool = False, index: bool = False
) -> Column[int]:
    """A reference to a member: the row goes when the member is erased."""
    gone = ForeignKey("members.id", ondelete="CASCADE")
    return Column(name, Id, gone, primary_key=primary_key, index=index, nullable=False)


def community_column() -> Column[int]:
    """A reference to the community that a row belongs to."""
    return Column("community_id", Id, ForeignKey("communities.id"), nullable=False)
