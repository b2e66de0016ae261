"""What people do with the app in a local Discord, on its way to the app and back."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.discord_gateway import Gateway
from tests.adapters.discord_rights import rights
from tests.adapters.discord_things import ALL, Attachment, Channel, Guild, Message, User
from tests.adapters.discord_waiting import Waiting
from tests.adapters.discord_world import World

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


@dataclass(eq=False)
class Modal:
    """A form that is open on a person's screen."""

    user: User
    body: Json
    opened_by: "Interaction"

    @property
    def custom_id(self) -> str:
        return str(self.body["custom_id"])

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def fields(self) -> dict[str, Json]:
        """Each input by its custom_id, with its label in ``label``."""
        found = {}
        for part in self.body["components"]:
            inner = part.get("component")
            if inner:
                found[str(inner["custom_id"])] = {**inner, "label": part.get("label", "")}
            for old in part.get("components") or []:
                found[str(old["custom_id"])] = old
        return found


@dataclass(eq=False)
class Interaction:
    """One thing a person did, and what became of it.

    ``answer`` is the callback's type once it was acknowledged in time. ``failure`` is what the
    person is shown instead: ``nobody there`` or ``did not respond``.
    """

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    guild: Guild | None
    data: Json
    message: Message | None = None
    payload: Json = field(default_factory=dict)
    began: float = 0.0
    answer: int | None = None
    answers: list[Json] = field(default_factory=list)
    ack_seconds: float | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Modal | None = None
    choices: list[Json] = field(default_factory=list)
    failure: str = ""
    closed: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        return self.answer is not None

    @property
    def name(self) -> str:
        """What it was, for reports: a command's words, or the custom_id."""
        words = [str(self.data.get("name") or self.data.get("custom_id"))]
        options = self.data.get("options") or []
        while options and options[0]["type"] in (1, 2):
            words.append(str(options[0]["name"]))
            options = options[0].get("options") or []
        return " ".join(words)

    @property
    def metadata(self) -> Json:
        """What messages that came of it say about it."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.as_json(),
            "authorizing_integration_owners": self.payload["authorizing_integration_owners"],
        }


class Interactions:
    """All interactions. ``patience`` (3 s) and ``token_seconds`` (15 min) may be set."""

    def __init__(self, world: World, gateway: Gateway, waiting: Waiting) -> None:
        self.world = world
        self.gateway = gateway
        self.waiting = waiting
        self.patience = 3.0
        self.token_seconds = 900.0
        self.all: list[Interaction] = []
        self.tokens: dict[str, Interaction] = {}
        self.modals: dict[int, Modal] = {}
        self.late: list[str] = []
        self.whispers: list[Message] = []

    @property
    def ack_seconds(self) -> list[float]:
        """How long each acknowledgement took."""
        return [each.ack_seconds for each in self.all if each.ack_seconds is not None]

    async def begin(
        self, kind: int, user: User, channel: Channel, data: Json, message: Message | None = None
    ) -> Interaction:
        """Tell the app what a person did, and wait until it is acknowledged or given up."""
        made = Interaction(
            self.world.new_id(), secrets.token_urlsafe(48), kind, user, channel, channel.guild, data
        )
        made.message = message
        made.payload = self._payload(made)
        self.all.append(made)
        self.tokens[made.token] = made
        made.began = time.perf_counter()
        if not self.gateway.reaches(channel):
            made.failure = "nobody there"
            return made
        self.world.tell("INTERACTION_CREATE", made.payload, made.guild, 0)
        try:
            await asyncio.wait_for(made.done.wait(), self.patience)
        except TimeoutError:
            made.failure = "did not respond"
            made.closed = True
        return made

    def acknowledged(self, interaction: Interaction, kind: int) -> None:
        """Note that the app has answered."""
        interaction.answer = kind
        interaction.ack_seconds = time.perf_counter() - interaction.began
        interaction.done.set()

    def is_late(self, interaction: Interaction) -> bool:
        """Whether an answer comes after the patience was over; noted in ``late``."""
        seconds = time.perf_counter() - interaction.began
        if seconds <= self.patience and not interaction.closed:
            return False
        self.late.append(f"{interaction.name} after {seconds:.2f} s")
        return True

    def has_expired(self, interaction: Interaction) -> bool:
        """Whether the token is too old for edits and follow-ups."""
        return time.perf_counter() - interaction.began > self.token_seconds

    def _payload(self, made: Interaction) -> Json:
        guild, channel = made.guild, made.channel
        bot = self.world.bot.id
        there: Json = {"app_permissions": str(rights(guild, bot, channel) if guild else ALL)}
        if guild:
            allowed = rights(guild, made.user.id, channel)
            member = guild.members[made.user.id].as_json() | {"permissions": str(allowed)}
            there |= {"member": member, "guild_id": str(guild.id), "guild_locale": guild.locale}
            there["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        else:
            there["user"] = made.user.as_json()
        if made.message:
            there["message"] = made.message.as_json()
        seen = {"permissions": str(allowed)} if guild else {}
        return there | {
            "id": str(made.id),
            "application_id": str(self.world.app_id),
            "type": made.kind,
            "token": made.token,
            "version": 1,
            "data": made.data,
            "channel": channel.as_json() | seen,
            "channel_id": str(channel.id),
            "locale": made.user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10_485_760,
        }

    def resolved(self, guild: Guild | None, channel: Channel, things: list[Any]) -> Json:
        """Return what ids in the data stand for: people, channels, roles and messages."""
        said: Json = {}
        for thing in things:
            key = str(thing.id)
            if isinstance(thing, User):
                said.setdefault("users", {})[key] = thing.as_json()
                if guild and thing.id in guild.members:
                    member = guild.members[thing.id].as_json()
                    member.pop("user")
                    member["permissions"] = str(rights(guild, thing.id, channel))
                    said.setdefault("members", {})[key] = member
            elif isinstance(thing, Attachment):
                said.setdefault("attachments", {})[key] = thing.as_json()
            elif isinstance(thing, Message):
                said.setdefault("messages", {})[key] = thing.as_json()
            elif isinstance(thing, Channel):
                allowed = {"permissions": str(ALL)}
                said.setdefault("channels", {})[key] = thing.as_json() | allowed
            else:
                said.setdefault("roles", {})[key] = thing.as_json()
        return said
