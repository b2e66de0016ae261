"""People who act in a local Slack. Each act returns when the app has acknowledged it."""

from collections.abc import Sequence
from typing import Any

from tests.adapters.slack_deliveries import Deliverer, Delivery
from tests.adapters.slack_forms import (
    CannotDo,
    action,
    chosen,
    complaint,
    elements_of,
    interactive,
)
from tests.adapters.slack_outcomes import Outcomes
from tests.adapters.slack_payloads import Payloads
from tests.adapters.slack_things import Channel, Message, StoredFile, User, View, Workspace
from tests.adapters.slack_world import World

Json = dict[str, Any]
Where = Message | View | str
Found = tuple[Json, Json]


class People:
    """The acts. ``where`` is a Message, a View, "view" (the top modal) or "home"."""

    world: World
    deliverer: Deliverer
    payloads: Payloads
    outcomes: Outcomes
    commands: set[str] | None

    def team_of(self, user: User, channel: Channel | None = None) -> Workspace:
        """Return the workspace whose app this person meets (in this channel)."""
        own = self.world.workspaces.get(user.team)
        if own and own.installed and (channel is None or own.id in channel.teams):
            return own
        teams = channel.teams if channel else user.guest_of
        for team in self.world.workspaces.values():
            if team.installed and team.id in teams:
                return team
        raise CannotDo(f"The app is not installed where {user.name} is")

    # Commands and shortcuts --------------------------------------------------------------------

    async def slash(
        self, user: User, command: str, text: str = "", channel: Channel | None = None
    ) -> Delivery:
        """Type a slash command, in ``channel`` or in the direct messages with the bot."""
        team = self.team_of(user, channel)
        if self.commands is not None and command not in self.commands:
            raise CannotDo(f"{command} is not a valid command")
        room = channel or self.outcomes.direct(team, user)
        self._must_be_in(user, room)
        delivery = await self.deliverer.deliver(
            self.payloads.slash(user, team, room, command, text)
        )
        if delivery.acked:
            self.outcomes.slash_answer(delivery, user, team, room)
        return delivery

    async def shortcut(self, user: User, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        return await self.deliverer.deliver(
            self.payloads.shortcut(user, self.team_of(user), callback_id)
        )

    async def message_shortcut(self, user: User, message: Message, callback_id: str) -> Delivery:
        """Use a shortcut on a message."""
        team = self.team_of(user, self.world.channels[message.channel])
        return await self.deliverer.deliver(
            self.payloads.message_shortcut(user, team, message, callback_id)
        )

    # Clicks ------------------------------------------------------------------------------------

    async def press(
        self, user: User, where: Where, action_id: str, block_id: str | None = None
    ) -> Delivery:
        """Press a button, named by its action_id, else by its text."""
        place = self._place(user, where)
        block, element = self._find(place, action_id, block_id)
        if element["type"] not in {"button", "icon_button", "workflow_button"}:
            raise CannotDo(f"{action_id} is a {element['type']}: choose, do not press")
        return await self._act(user, place, block, element)

    async def choose(
        self, user: User, where: Where, action_id: str, value: Any, block_id: str | None = None
    ) -> Delivery | None:
        """Choose in a select, list, picker or overflow; None empties it.

        Returns None when the choice is only kept for the submission (an input that does not
        dispatch). A value of an external select is looked up by ``suggest`` first.
        """
        place = self._place(user, where)
        block, element = self._find(place, action_id, block_id)
        if element["type"] == "overflow":
            return await self._act(user, place, block, element, value)
        await self._set(user, place, block, element, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        return await self._act(user, place, block, element)

    async def type_in(
        self, user: User, view: Where, values: dict[str, Any], *, enter: bool = True
    ) -> list[Delivery]:
        """Fill in inputs named by action_id or block_id; returns what dispatching ones sent."""
        sent = []
        place = self._place(user, view)
        for key, value in values.items():
            block, element = self._find(place, key, None, inputs=True)
            await self._set(user, place, block, element, value)
            if enter and block.get("dispatch_action"):
                sent.append(await self._act(user, place, block, element))
                place = self._place(user, place)
        return sent

    async def suggest(
        self, user: User, where: Where, action_id: str, typed: str = "", block_id: str | None = None
    ) -> list[Json]:
        """Type into an external select; returns the options offered, groups flattened."""
        place = self._place(user, where)
        block, element = self._find(place, action_id, block_id)
        ids = (block["block_id"], element["action_id"])
        team = self._team_at(user, place)
        asked = self.payloads.suggestion(user, team, place, ids, typed)
        delivery = await self.deliverer.deliver(asked)
        options = self.outcomes.suggested(delivery)
        if isinstance(place, View):
            place.suggested[ids] = options
        return options

    async def _set(
        self, user: User, place: Message | View, block: Json, element: Json, value: Any
    ) -> None:
        ids = (block["block_id"], element["action_id"])
        offered: Sequence[Json] = ()
        if "external" in element["type"]:
            offered = place.suggested.get(ids, ()) if isinstance(place, View) else ()
            offered = offered or await self.suggest(user, place, ids[1], "", ids[0])
        entries = place.entries if isinstance(place, View) else place.entries(user.id)
        entries[ids] = chosen(element, value, offered)

    async def _act(
        self, user: User, place: Message | View, block: Json, element: Json, value: Any = None
    ) -> Delivery:
        team = self._team_at(user, place)
        ids = (block["block_id"], element["action_id"])
        entries = place.entries if isinstance(place, View) else place.entries(user.id)
        sent = action(element, ids[0], self.world.now(), entries.get(ids), value)
        if isinstance(place, View):
            return await self.deliverer.deliver(self.payloads.on_view(user, team, place, sent))
        return await self.deliverer.deliver(self.payloads.on_message(user, team, place, sent))

    # Forms -------------------------------------------------------------------------------------

    async def submit(self, user: User) -> Delivery:
        """Submit the top modal. Raises CannotDo when Slack's client would not send it."""
        view = self._place(user, "view")
        assert isinstance(view, View)
        if not view.body.get("submit"):
            raise CannotDo(f"“{view.title}” has no submit button")
        faults = {}
        for block in view.blocks:
            for element in elements_of(block) if block["type"] == "input" else ():
                state = view.entries[(block["block_id"], element["action_id"])]
                if fault := complaint(block, element, state):
                    faults[block["block_id"]] = fault
        if faults:
            raise CannotDo(f"“{view.title}” is not complete: {faults}")
        view.errors = {}
        team = self.world.workspaces[view.app_team]
        delivery = await self.deliverer.deliver(self.payloads.submission(user, team, view))
        if delivery.acked:
            self.outcomes.submission_answer(delivery, user, team, view)
        return delivery

    async def close(self, user: User, *, everything: bool = False) -> Delivery | None:
        """Close the top modal (with ``everything``: the whole stack, by the cross).

        Returns the view_closed told to the app when the view asked for it.
        """
        view = self._place(user, "view")
        assert isinstance(view, View)
        cleared = everything or bool(view.body.get("clear_on_close"))
        stack = self.world.modals[user.id]
        gone = list(reversed(stack)) if cleared else [view]
        del stack[0 if cleared else -1 :]
        told = None
        team = self.world.workspaces[view.app_team]
        for each in gone:
            if each.body.get("notify_on_close"):
                heard = self.payloads.closed(user, team, each, cleared=cleared)
                told = await self.deliverer.deliver(heard)
        return told

    # Talk and coming and going -----------------------------------------------------------------

    async def say(
        self,
        user: User,
        channel: Channel | None,
        text: str,
        thread_ts: str | None = None,
        files: Sequence[StoredFile] = (),
    ) -> Message:
        """Write a message, in the direct messages with the bot when ``channel`` is None."""
        team = self.team_of(user, channel)
        room = channel or self.outcomes.direct(team, user)
        self._must_be_in(user, room)
        said = self.payloads.encode_text(text, team, names=False)
        message = Message(self.world.now(), room.id, user.team, user.id, said, thread_ts=thread_ts)
        message.bot_id = user.bot_id
        message.files = [file.as_told() for file in files]
        room.messages[message.ts] = message
        await self.outcomes.heard(message)
        return message

    async def edit(self, user: User, message: Message, text: str) -> list[Delivery]:
        """Give a message of one's own other words."""
        before = message.as_json()
        message.history.append(message.words)
        said = self.payloads.encode_text(text, self.team_of(user), names=False)
        message.text, message.edited = said, {"user": user.id, "ts": self.world.now()}
        return await self._changes(message, before)

    async def unfurl(self, message: Message, url: str) -> list[Delivery]:
        """Let Slack show what is behind a link, which it tells as a change."""
        before = message.as_json()
        message.attachments = [{"id": 1, "from_url": url, "text": "What is there", "fallback": url}]
        return await self._changes(message, before)

    async def _changes(self, message: Message, before: Json) -> list[Delivery]:
        told = {"message": message.as_json(), "previous_message": before}
        return await self.outcomes.changed(message, {"subtype": "message_changed", **told})

    async def delete(self, message: Message) -> list[Delivery]:
        """Delete a message; of one with answers below it, a tombstone is left."""
        answers = self.world.channels[message.channel].thread(message.ts)[1:]
        before, message.deleted = message.as_json(), True
        if not answers:
            told: Json = {"subtype": "message_deleted", "deleted_ts": message.ts}
            return await self.outcomes.changed(message, told | {"previous_message": before})
        left = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
        left |= {"text": "This message was deleted.", "ts": message.ts, "thread_ts": message.ts}
        told = {"subtype": "message_changed", "message": left, "previous_message": before}
        return await self.outcomes.changed(message, told)

    async def react(self, user: User, message: Message, name: str) -> list[Delivery]:
        """Put an emoji to a message."""
        return await self.outcomes.reacted(message, user, name, "reaction_added")

    async def take_back(self, user: User, message: Message, name: str) -> list[Delivery]:
        """Take an emoji back."""
        return await self.outcomes.reacted(message, user, name, "reaction_removed")

    async def open_home(self, user: User, tab: str = "home") -> Delivery | None:
        """Open the app's Home (or Messages) tab."""
        team = self.team_of(user)
        event: Json = {"type": "app_home_opened", "user": user.id, "tab": tab}
        event["channel"] = self.outcomes.direct(team, user).id
        view = self.world.homes.get((team.id, user.id))
        if tab == "home" and view:
            event["view"] = view.as_json()
        return await self.outcomes.tell(team, event)

    async def join_workspace(self, user: User) -> Delivery | None:
        """Come into the workspace: made by ``world.user``, now announced."""
        team = self.team_of(user)
        email = "users:read.email" in team.scopes
        joined = user.as_json(email=email, locale=True)
        return await self.outcomes.tell(team, {"type": "team_join", "user": joined, "cache_ts": 0})

    async def join_channel(self, user: User, channel: Channel) -> Delivery | None:
        """Join a channel; the app hears of it when its bot is a member."""
        if user.id not in channel.members:
            channel.members.append(user.id)
        team = self.team_of(user, channel)
        event: Json = {"type": "member_joined_channel", "user": user.id, "channel": channel.id}
        event |= {"channel_type": "C" if channel.kind == "public" else "G", "team": user.team}
        if team.bot_user not in channel.members:
            return None
        return await self.outcomes.tell(team, event, channel)

    async def change_user(self, user: User, **fields: Any) -> Delivery | None:
        """Change a person's profile, time zone or standing."""
        for name, value in fields.items():
            assert hasattr(user, name), name
            setattr(user, name, value)
        team = self.team_of(user)
        email = "users:read.email" in team.scopes
        changed = user.as_json(email=email, locale=True)
        return await self.outcomes.tell(
            team, {"type": "user_change", "user": changed, "cache_ts": 0}
        )

    async def uninstall(self, team: Workspace) -> list[Delivery]:
        """Remove the app: its token dies and the app is told twice, in either order."""
        revoked: Json = {"type": "tokens_revoked"}
        revoked["tokens"] = {"oauth": [], "bot": [team.bot_user]}
        team.installed, team.revoked = False, "account_inactive"
        events: list[Json] = [revoked, {"type": "app_uninstalled"}]
        told = [await self.outcomes.tell(team, event) for event in events]
        return [delivery for delivery in told if delivery]

    async def redeliver(self, last: Delivery) -> Delivery:
        """Deliver the same thing again, as Slack does when an ack is lost."""
        return await self.deliverer.redeliver(last)

    # Finding things ----------------------------------------------------------------------------

    def _must_be_in(self, user: User, channel: Channel) -> None:
        if user.id not in channel.members:
            raise CannotDo(f"{user.name} is not in {channel.name or channel.id}")
        if channel.is_archived:
            raise CannotDo(f"{channel.name} is archived")

    def _team_at(self, user: User, place: Message | View) -> Workspace:
        if isinstance(place, View):
            return self.world.workspaces[place.app_team]
        return self.team_of(user, self.world.channels[place.channel])

    def _place(self, user: User, where: Where) -> Message | View:
        if isinstance(where, Message):
            seen = user.id in self.world.channels[where.channel].members
            if where.deleted or not (where.ephemeral_to in (None, user.id) and seen):
                raise CannotDo(f"{user.name} does not see this message")
            return where
        if where == "home":
            view = self.world.homes.get((self.team_of(user).id, user.id))
        elif isinstance(where, View):
            view = self.world.views.get(where.id)
            view = view if view and self._is_seen(user, view) else None
        else:
            view = self.world.top(user)
        if view is None:
            raise CannotDo(
                f"{user.name} does not see {where if isinstance(where, str) else where.title}"
            )
        return view

    def _is_seen(self, user: User, view: View) -> bool:
        return view is self.world.top(user) or view is self.world.home_of(user.id, view.app_team)

    def _find(
        self, place: Message | View, name: str, block_id: str | None, *, inputs: bool = False
    ) -> Found:
        candidates = [
            (block, element)
            for block in place.blocks
            for element in elements_of(block)
            if interactive(element) and block_id in (None, block["block_id"])
        ]
        for block, element in candidates:
            if element["action_id"] == name or (inputs and block["block_id"] == name):
                return block, element
        for block, element in candidates:
            if element.get("text", {}).get("text") == name:
                return block, element
        there = [element["action_id"] for _, element in candidates]
        raise CannotDo(f"There is no {name!r} here; there are {there}\n{place.words}")
