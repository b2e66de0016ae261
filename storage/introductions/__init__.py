"""What introductions remember (`bot.features.introductions.ports.IntroductionsBook`)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.introductions.follow_up import SqlFollowUp
from storage.introductions.membership import SqlMembership
from storage.introductions.programmes import SqlProgrammes
from storage.introductions.rounds import SqlRounds
from storage.introductions.suggestions import SqlSuggestions
from storage.introductions.traces import SqlTraces


class SqlIntroductions:
    """Everything about introductions on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.programmes = SqlProgrammes(connection)
        self.membership = SqlMembership(connection)
        self.rounds = SqlRounds(connection)
        self.follow_up = SqlFollowUp(connection)
        self.suggestions = SqlSuggestions(connection)
        self.traces = SqlTraces(connection)
