"""The state of a local Slack: who and what is there, and how to find it."""

import random
import time
from collections.abc import Iterable
from typing import Any

from tests.adapters.slack_things import (
    Channel,
    Json,
    Kind,
    Message,
    StoredFile,
    Trigger,
    User,
    View,
    Workspace,
    fresh_entries,
    with_ids,
)

BOT_SCOPES = frozenset(
    {
        *("files:read", "files:write"),
        *("app_mentions:read", "channels:history", "channels:join", "channels:read"),
        *("chat:write", "commands", "groups:history", "groups:read"),
        *("im:history", "im:read", "im:write", "mpim:history"),
        *("mpim:read", "mpim:write", "team:read", "users:read"),
        *("users:read.email"),
    }
)


class World:
    """Everything in this Slack. Tests look here; they never count calls."""

    def __init__(self, app_id: str = "A0KINDRED1") -> None:
        self.app_id = app_id
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.views: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.files: dict[str, StoredFile] = {}
        self._groups: dict[tuple[str, Kind, frozenset[str]], Channel] = {}
        self._serial = 1000
        self._last_ts = 0.0

    def new_id(self, letter: str) -> str:
        """Return an id no one has had."""
        self._serial += 1
        return f"{letter}0LOCAL{self._serial}"

    def now(self) -> str:
        """Return a timestamp that is unique and later than every one before."""
        self._last_ts = max(time.time(), self._last_ts + 0.000002)
        return f"{self._last_ts:.6f}"

    def given_file(self, name: str, content: bytes) -> StoredFile:
        """A file of somebody's."""
        made = StoredFile(self.new_id("F"), name, len(content), content)
        self.files[made.id] = made
        return made

    def workspace(
        self, name: str, *, scopes: Iterable[str] = BOT_SCOPES, installed: bool = True
    ) -> Workspace:
        """Add a team with the app's bot in it."""
        bot = self.new_id("U")
        team = Workspace(
            id=self.new_id("T"),
            name=name,
            domain=name.lower().replace(" ", "-"),
            token=f"xoxb-{self._serial}-{random.randrange(10**12)}-{self.new_id('k')}",
            bot_user=bot,
            bot_id=self.new_id("B"),
            scopes=set(scopes),
            installed=installed,
        )
        self.workspaces[team.id] = team
        self.users[bot] = User(
            bot, team.id, "kindred", "Kindred", "Kindred", "", is_bot=True, bot_id=team.bot_id
        )
        return team

    def user(
        self,
        name: str,
        team: Workspace | None = None,
        *,
        guest_of: Iterable[Workspace] = (),
        **fields: Any,
    ) -> User:
        """Add a person. ``guest_of`` lists other teams that see them through Slack Connect."""
        home = team or next(iter(self.workspaces.values()))
        handle = name.lower().replace(" ", ".")
        given = {
            "real_name": name,
            "display_name": name.split(" ", maxsplit=1)[0],
            "email": f"{handle}@example.org",
            "guest_of": {other.id for other in guest_of},
        }
        person = User(id=self.new_id("U"), team=home.id, name=handle, **(given | fields))
        self.users[person.id] = person
        return person

    def channel(
        self,
        name: str,
        members: Iterable[User] = (),
        *,
        team: Workspace | None = None,
        kind: Kind = "public",
        bot: bool = True,
        shared_with: Iterable[Workspace] = (),
        **fields: Any,
    ) -> Channel:
        """Add a channel; ``bot`` says whether the app's bot is a member of it."""
        home = team or next(iter(self.workspaces.values()))
        ids = list(dict.fromkeys(person.id for person in members))
        if bot:
            ids.append(home.bot_user)
        teams = {home.id, *(other.id for other in shared_with)}
        letter = "D" if kind == "im" else "C"
        made = Channel(
            self.new_id(letter), kind, name, teams, ids, created=int(time.time()), **fields
        )
        self.channels[made.id] = made
        if kind in {"im", "mpim"}:
            self._groups[(home.id, kind, frozenset(ids))] = made
        return made

    def forget_conversations(self) -> None:
        """Begin anew: nobody has said anything anywhere."""
        self.channels.clear()
        self._groups.clear()

    def direct(self, team: Workspace, user: str) -> Channel | None:
        """Return the direct message between the bot and a person, if it is open."""
        return self.group(team, "im", {user, team.bot_user})

    def group(self, team: Workspace, kind: Kind, members: set[str]) -> Channel | None:
        """Return the conversation of exactly these members, if there is one."""
        return self._groups.get((team.id, kind, frozenset(members)))

    def dm(self, user: User, team: Workspace | None = None) -> list[Message]:
        """Return what stands in the direct messages between the bot and a person."""
        home = team or self.workspaces[user.team]
        channel = self.direct(home, user.id)
        return channel.timeline if channel else []

    def whispers(self, user: User) -> list[Message]:
        """Return the ephemeral messages this person still sees, oldest first."""
        return [m for m in self.ephemerals if m.ephemeral_to == user.id and not m.deleted]

    def top(self, user: User) -> View | None:
        """Return the modal this person sees, if one is open."""
        stack = self.modals.get(user.id)
        return stack[-1] if stack else None

    def home(self, user: User, team: Workspace | None = None) -> View | None:
        """Return the Home tab this person sees, if the app has published one."""
        return self.homes.get((team.id if team else user.team, user.id))

    def home_of(self, user: str, team: str) -> View | None:
        """Return a Home tab by ids."""
        return self.homes.get((team, user))

    def is_shown(self, view: View) -> bool:
        """Return whether a view is still open, at the top or below it."""
        stack = self.modals.get(view.user, [])
        return view in stack or view is self.home_of(view.user, view.app_team)

    def sees(self, team: Workspace, user_id: str) -> User | None:
        """Return a user whom this workspace's app can look up."""
        user = self.users.get(user_id)
        return user if user and (user.team == team.id or team.id in user.guest_of) else None

    def make_view(self, team: Workspace, user: str, body: Json, before: View | None = None) -> View:
        """Return a view of this body, keeping identity and typed values of ``before``."""
        kept = {**body, "blocks": with_ids(body["blocks"])}
        view_id = before.id if before else self.new_id("V")
        return View(
            id=view_id,
            team=self.users[user].team,
            user=user,
            body=kept,
            hash=f"{int(time.time())}.{random.randrange(16**8):08x}",
            root=before.root if before else view_id,
            previous=before.previous if before else None,
            entries=fresh_entries(kept["blocks"], before.entries if before else {}),
            app_team=team.id,
            bot_id=team.bot_id,
            app_id=self.app_id,
        )
