"""What the Slack adapter remembers: where it is installed, and who is about to install it."""

from sqlalchemy import Column, Table, Text

from storage.kernel.columns import Instant, metadata

slack_installations = Table(
    "slack_installations",
    metadata,
    Column("team", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token", Text, nullable=False, doc="sealed with the operator's key"),
    Column("bot", Text, nullable=False, doc="the user that Kindred is in this workspace"),
    Column("installed_at", Instant, nullable=False),
)

slack_states = Table(
    "slack_states",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("wish", Text, nullable=False, doc="what is typed for the installer once it is done"),
    Column("until", Instant, nullable=False, index=True),
)
