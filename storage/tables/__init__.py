"""The tables, one module per feature; importing this package knows them all."""

from storage.tables import (
    columns,
    introductions,
    kernel,
    linking,
    members,
    outbox,
    people,
    slack,
    web,
)

__all__ = [
    "columns",
    "introductions",
    "kernel",
    "linking",
    "members",
    "outbox",
    "people",
    "slack",
    "web",
]
metadata = columns.metadata
