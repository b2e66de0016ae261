"""What challenges remember (`bot.features.challenges.ports.ChallengesBook`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.challenges.domain import scope_of
from bot.features.challenges.ports import ChallengesBook
from storage.challenges import check_in_tables, commitment_tables, tables
from storage.challenges.changes import SqlChanges
from storage.challenges.check_ins import SqlCheckIns
from storage.challenges.commitment_data import SqlCommitmentData
from storage.challenges.commitments import SqlCommitments
from storage.challenges.gatherings import SqlGatherings
from storage.challenges.help_requests import SqlHelpRequests
from storage.challenges.host_requests import SqlHostRequests
from storage.challenges.merging import MERGING
from storage.challenges.origins import SqlOrigins
from storage.challenges.participants import SqlParticipants
from storage.challenges.personal import SqlPersonalData
from storage.challenges.proposals import SqlProposals
from storage.challenges.rhythms import SqlRhythms
from storage.kernel.audience import SqlAudience
from storage.kernel.store import Repository, Store


class SqlChallenges:
    """Everything about challenges on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.proposals = SqlProposals(connection)
        self.participants = SqlParticipants(connection)
        self.changes = SqlChanges(connection)
        self.host_requests = SqlHostRequests(connection)
        self.gatherings = SqlGatherings(connection)
        self.origins = SqlOrigins(connection)
        self.rhythms = SqlRhythms(connection)
        self.check_ins = SqlCheckIns(connection)
        self.commitments = SqlCommitments(connection)
        self.help_requests = SqlHelpRequests(connection)
        self.commitment_data = SqlCommitmentData(connection)
        self.audience = SqlAudience(connection, scope_of(0).kind)
        self.personal_data = SqlPersonalData(connection)


STORE = Store(
    "challenges",
    (*tables.TABLES, *check_in_tables.TABLES, *commitment_tables.TABLES),
    (Repository[ChallengesBook]("challenges", lambda work: SqlChallenges(work.connection)),),
    merging=MERGING,
)
