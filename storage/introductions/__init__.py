"""What introductions remember (`bot.features.introductions.ports.IntroductionsBook`).

And what anything asks that brings people together (`bot.matching.ports.Acquaintances`).
"""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.pseudonyms import Pseudonyms
from bot.features.introductions.ports import IntroductionsBook
from bot.matching.ports import Acquaintances
from storage.introductions import tables
from storage.introductions.acquaintances import SqlAcquaintances, met
from storage.introductions.follow_up import SqlFollowUp
from storage.introductions.gatherings import SqlGatherings
from storage.introductions.membership import SqlMembership
from storage.introductions.merging import MERGING
from storage.introductions.personal import SqlPersonalData
from storage.introductions.programmes import SqlProgrammes
from storage.introductions.rounds import SqlRounds
from storage.introductions.suggestions import SeenProfiles, SqlSuggestions
from storage.kernel.store import Repository, Store


class SqlIntroductions:
    """Everything about introductions on one connection."""

    def __init__(
        self, connection: AsyncConnection, directory: SeenProfiles, pseudonyms: Pseudonyms
    ) -> None:
        self.programmes = SqlProgrammes(connection)
        self.membership = SqlMembership(connection, pseudonyms)
        self.rounds = SqlRounds(connection)
        self.follow_up = SqlFollowUp(connection)
        self.suggestions = SqlSuggestions(connection, directory)
        self.gatherings = SqlGatherings(connection)
        self.personal_data = SqlPersonalData(connection, pseudonyms)


STORE = Store(
    "introductions",
    (
        tables.programmes,
        tables.programme_members,
        tables.round_answers,
        tables.pauses,
        tables.never,
        tables.never_accounts,
        tables.never_erased,
        tables.rounds,
        tables.introductions,
        tables.introduction_members,
        tables.suggestions,
        tables.gatherings,
        tables.gathering_members,
        tables.known_elsewhere,
    ),
    (
        Repository[IntroductionsBook](
            "introductions",
            lambda work: SqlIntroductions(work.connection, work.directory, work.pseudonyms),
        ),
        Repository[Acquaintances]("acquaintances", lambda work: SqlAcquaintances(work.connection)),
    ),
    merging=MERGING,
    met=met,
)
