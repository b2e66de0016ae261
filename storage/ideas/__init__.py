"""What ideas remember (`bot.features.ideas.ports.IdeasBook`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.ideas.domain import scope_of
from bot.features.ideas.ports import IdeasBook
from storage.ideas import tables
from storage.ideas.interests import SqlInterests
from storage.ideas.merging import MERGING
from storage.ideas.personal import SqlPersonalData
from storage.ideas.proposals import SqlProposals
from storage.kernel.audience import SqlAudience
from storage.kernel.store import Repository, Store


class SqlIdeas:
    """Everything about ideas on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.proposals = SqlProposals(connection)
        self.interests = SqlInterests(connection)
        self.audience = SqlAudience(connection, scope_of(0).kind)
        self.personal_data = SqlPersonalData(connection)


STORE = Store(
    "ideas",
    tables.TABLES,
    (Repository[IdeasBook]("ideas", lambda work: SqlIdeas(work.connection)),),
    merging=MERGING,
)
