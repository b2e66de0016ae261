"""From what people write in Discord to what the core hears of it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import discord

from adapters.discord import parse, refs
from adapters.discord.limits import PLATFORM
from adapters.discord.markdown import Names, spans_of
from adapters.discord.spans import words
from bot.community.people import Ref
from bot.delivery.heard import Heard, HeardSpan, LinkedFile, Reacted, ReactionsCleared
from bot.delivery.sender import Posted
from bot.routing.interaction import Arrival
from bot.ui.messages import Plain

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_BREAK = Plain("\n")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where people speak: a channel, as one of a server; in a thread, the message at its top.

    Where somebody is alone with Kindred, `guild` is the server by which they are known.
    """

    guild: str
    channel: str
    thread: Posted | None = None
    alone: bool = False

    @property
    def ref(self) -> Ref:
        """The channel as the core knows it."""
        return refs.channel(self.guild, self.channel)

    def posted(self, message: int, below: Ref | None = None) -> Posted:
        """A message that stands here."""
        top = self.thread.message if self.thread else below
        return Posted(self.ref, refs.message(str(message)), top)

    def arrival(self, user: str, event: str) -> Arrival:
        """Who did something here; `event` is its id."""
        return Arrival(
            actor=refs.account(user),
            space=refs.server(self.guild),
            channel=self.ref,
            interaction_id=f"{PLATFORM}:{event}",
            thread=self.thread,
            once=True,
            alone=self.alone,
            public=not self.alone,
        )


def is_persons(message: discord.Message) -> bool:
    """Whether a person has written it: no program, and not Discord itself."""
    by_program = message.author.bot or message.webhook_id is not None
    return not by_program and message.type in _SPOKEN


def answered(message: discord.Message) -> Ref | None:
    """The message that this one answers."""
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None:
        return None
    return refs.message(str(reference.message_id)) if reference.message_id else None


def heard(scene: Scene, bot: str, message: discord.Message, *, readable: bool) -> Heard:
    """What somebody wrote, as it is now; Discord may not have let Kindred read it."""
    answers = answered(message)
    edited = message.edited_at.timestamp() if message.edited_at else 0.0
    spans = _spans(bot, message) if readable else ()
    return Heard(
        scene.posted(message.id, below=answers),
        spans=spans,
        files=tuple(_files(message)) if readable else (),
        answers=answers,
        version=edited,
        unread=not readable,
    )


def reacted(scene: Scene, event: discord.RawReactionActionEvent) -> Reacted:
    """A picture that was put to a message, or taken back; by its name where only Discord has it."""
    taken_back = event.event_type == "REACTION_REMOVE"
    return Reacted(scene.posted(event.message_id), _picture(event.emoji), taken_back)


def cleared(
    scene: Scene, event: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent
) -> ReactionsCleared:
    """What a moderator took off a message: all pictures, or all of one."""
    one = event.emoji if isinstance(event, discord.RawReactionClearEmojiEvent) else None
    return ReactionsCleared(scene.posted(event.message_id), _picture(one) if one else "")


def _picture(emoji: discord.PartialEmoji) -> str:
    name = emoji.name or "?"
    return f":{name}:" if emoji.id else name


# Words ----------------------------------------------------------------------------------------


def _spans(bot: str, message: discord.Message) -> tuple[HeardSpan, ...]:
    """Its words, without Kindred's mention at the front, and in words what else there is."""
    said = spans_of(parse.without_mention(bot, message.content), _names(message))
    lines = [*([said] if said else []), *_told(message)]
    if not lines and not message.attachments:
        lines = [(Plain(words.text("heard.unknown")),)]
    return tuple(_on_lines(lines))


def _on_lines(lines: Iterable[tuple[HeardSpan, ...]]) -> Iterator[HeardSpan]:
    for number, line in enumerate(lines):
        yield from (_BREAK,) if number else ()
        yield from line


def _told(message: discord.Message) -> Iterator[tuple[HeardSpan, ...]]:
    """What is no words in Discord."""
    if message.flags.voice:
        yield (Plain(words.text("heard.voice")),)
    for sticker in message.stickers:
        yield (Plain(words.text("heard.sticker", name=sticker.name)),)
    if poll := message.poll:
        answers = " · ".join(answer.text for answer in poll.answers)
        yield (Plain(words.text("heard.poll", question=poll.question, answers=answers)),)
    for snapshot in message.message_snapshots:
        yield (Plain(words.text("heard.forwarded")), _BREAK, *spans_of(snapshot.content))


def _files(message: discord.Message) -> Iterator[LinkedFile]:
    """Its files; Discord's addresses of them are good for a day or so."""
    forwarded = (each for snapshot in message.message_snapshots for each in snapshot.attachments)
    for attachment in (*message.attachments, *forwarded):
        name = attachment.title or attachment.filename
        if attachment.is_spoiler():
            name = f"{words.text('heard.spoiler')} {name.removeprefix('SPOILER_')}"
        yield LinkedFile(name, attachment.url or "", "a while")


def _names(message: discord.Message) -> Names:
    """What Discord calls those who are mentioned, as far as it tells with the message."""
    people = {str(user.id): user.display_name for user in message.mentions}
    if message.guild is None:
        return Names(people)
    channels = {
        str(id_): channel.name
        for id_ in message.raw_channel_mentions
        if (channel := message.guild.get_channel_or_thread(id_)) and _is_for_all(channel)
    }
    roles = {
        str(id_): role.name
        for id_ in message.raw_role_mentions
        if (role := message.guild.get_role(id_))
    }
    return Names(people, channels, roles)


def _is_for_all(channel: discord.abc.GuildChannel | discord.Thread) -> bool:
    """Whether everybody in the server may know of it, so that its name gives nothing away."""
    if isinstance(channel, discord.Thread) and channel.is_private():
        return False
    return channel.permissions_for(channel.guild.default_role).view_channel
