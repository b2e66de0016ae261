"""A small bot on the unmodified discord.py, to try the local Discord with."""

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from discord.http import Route

from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel

Json = dict[str, Any]
TOPICS = ["soil", "seeds", "solar"]


class Form(ui.Modal, title="About you"):
    """A text, a choice and a person."""

    about: ui.Label[Any] = ui.Label(
        text="What you do",
        component=ui.TextInput(custom_id="about", max_length=20, default="bread"),
    )
    rhythm: ui.Label[Any] = ui.Label(
        text="How often",
        component=ui.Select(
            custom_id="rhythm",
            options=[
                discord.SelectOption(label="Weekly", value="week", default=True),
                discord.SelectOption(label="Monthly", value="month"),
            ],
        ),
    )
    friend: ui.Label[Any] = ui.Label(
        text="A friend", component=ui.UserSelect(custom_id="friend", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        fields = [part["component"] for part in data["components"]]
        said = [str(field.get("value") or field.get("values")) for field in fields]
        await interaction.response.send_message(" / ".join(said), ephemeral=True)


class Offer(ui.View):
    """A button that edits, one that opens the form, and a choice of topics."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Yes", custom_id="offer:yes")
    async def yes(self, interaction: discord.Interaction, _: Any) -> None:
        await interaction.response.edit_message(content="Agreed", view=None)

    @ui.button(label="Tell us", custom_id="offer:form")
    async def form(self, interaction: discord.Interaction, _: Any) -> None:
        await interaction.response.send_modal(Form())

    @ui.select(
        custom_id="topic",
        min_values=1,
        max_values=2,
        options=[discord.SelectOption(label=each.title(), value=each) for each in TOPICS],
    )
    async def topic(self, interaction: discord.Interaction, menu: Any) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content=f"Chosen: {menu.values}")


class Bot(discord.AutoShardedClient):
    """Logs in with default options; ``heard`` has every message and ``errors`` every fault."""

    def __init__(self, server: DiscordServer, **options: Any) -> None:
        super().__init__(intents=discord.Intents.default(), **options)
        self.server = server
        self.heard: list[discord.Message] = []
        self.errors: list[BaseException] = []
        self.slow = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_group())
        self.tree.add_command(app_commands.ContextMenu(name="Introduce me", callback=_meet))
        self.tree.add_command(app_commands.ContextMenu(name="Introduce them", callback=_share))
        self.tree.error(self._failed)
        self._running: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        self.add_view(Offer())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.id != self.server.world.bot.id:
            self.heard.append(message)

    async def _failed(self, _: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.append(getattr(error, "original", error))

    async def come_up(self) -> None:
        """Log in and wait for the session."""
        self._running = asyncio.create_task(self.start(self.server.token))
        await self.server.connected(self.server.gateway.shards, 20)

    async def go_away(self) -> None:
        """Log out."""
        await self.close()
        if self._running:
            await asyncio.gather(self._running, return_exceptions=True)

    async def ask(self, method: str, path: str, body: Any = None, **ids: Any) -> Any:
        """Call a route as the adapter does."""
        more = {} if body is None else {"json": body}
        return await self.http.request(Route(method, path, **ids), **more)


def _group() -> app_commands.Group:
    group = app_commands.Group(name="kindred", description="Find each other")
    group.command(name="help", description="What there is")(_help)
    group.command(name="slow", description="Takes its time")(_slow)
    group.command(name="offer", description="An offer")(_offer)
    group.command(name="twice", description="Answers twice")(_twice)
    find: Any = group.command(name="find", description="People for a topic")(_find)
    find.autocomplete("topic")(_topics)
    return group


async def _help(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(f"Help in {interaction.locale}", ephemeral=True)


async def _slow(interaction: discord.Interaction) -> None:
    bot: Any = interaction.client
    await bot.slow.wait()
    await interaction.response.send_message("At last")


async def _twice(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Once")
    await interaction.followup.send("And more", ephemeral=True)
    interaction.response._response_type = None
    await interaction.response.send_message("Twice")


async def _offer(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("An offer", view=Offer())


async def _find(interaction: discord.Interaction, topic: str, near: discord.User | None) -> None:
    await interaction.response.send_message(f"{topic} near {near and near.display_name}")


async def _topics(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    fitting = [topic for topic in TOPICS if topic.startswith(typed)]
    return [app_commands.Choice(name=topic, value=topic) for topic in fitting]


async def _meet(interaction: discord.Interaction, user: discord.User) -> None:
    await interaction.response.send_message(f"Meet {user.mention}")


async def _share(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"They said {message.content!r}", ephemeral=True)


class Asker:
    """Calls routes with discord.py; answers come as JSON, refusals as their code."""

    def __init__(self, client: discord.Client) -> None:
        self.client = client

    async def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        query = more.pop("query", {})
        how = {"params": query} if body is None else {"json": body, "params": query}
        return await self.client.http.request(Route(method, path, **more), **how)

    async def code(self, *what: Any, **more: Any) -> int:
        """Return the code with which a request is refused."""
        with pytest.raises(discord.HTTPException) as refused:
            await self(*what, **more)
        return refused.value.code

    async def say(self, channel: Channel, text: str, **more: Any) -> Json:
        """Post a message of one line."""
        body: Json = {"content": text, **more}
        said: Json = await self(
            "POST", "/channels/{channel_id}/messages", body, channel_id=channel.id
        )
        return said
