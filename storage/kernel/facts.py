"""Facts as columns: what messages tell of (`bot.community.facts`)."""

from typing import Any

from bot.community.facts import Fact
from storage.kernel.columns import AnyRow

FACT = ("kind", "subject", "part", "told_id", "alone")
"""The columns that `read_fact` reads."""


def read_fact(row: AnyRow) -> Fact:
    """Make a fact of the columns `FACT`."""
    return Fact(row.kind, row.subject, row.part, row.told_id, row.alone)


def fact_values(fact: Fact) -> dict[str, Any]:
    """The columns of a fact."""
    values = (fact.kind, fact.subject, fact.part, fact.member, fact.alone)
    return dict(zip(FACT, values, strict=True))
