"""Profiles and networks, the directory that finds them, and names to choose from."""

from bot.community.ports import NameBook
from bot.features.members.names.ports import Renamings
from bot.features.members.ports import Directory, MembersBook
from storage.kernel.store import Repository, Store
from storage.members.directory import SqlDirectory
from storage.members.merging import MERGING
from storage.members.names import SqlNames
from storage.members.profiles import SqlMembers
from storage.members.renamings import SqlRenamings
from storage.members.tables import profile_topics, profiles, renamings

STORE = Store(
    "members",
    (profiles, profile_topics, renamings),
    (
        Repository[Directory]("directory", lambda work: SqlDirectory(work.connection, work.stores)),
        Repository[MembersBook](
            "members", lambda work: SqlMembers(work.connection, work.directory)
        ),
        Repository[NameBook]("names", lambda work: SqlNames(work.connection, work.directory)),
        Repository[Renamings](
            "renamings",
            lambda work: SqlRenamings(work.connection, work.members, work.directory),
        ),
    ),
    merging=MERGING,
)
