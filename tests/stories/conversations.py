"""Conversations for stories: where one shows, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.places import PlaceKind, Purpose
from bot.delivery.sender import Posted
from bot.routing.interaction import Pressed
from tests.chat import Answer, Chat, Person, text_of
from tests.stories.challenges import posted, the_challenge

HALL = "t1/hall"


@dataclass(frozen=True)
class Joined:
    """A challenge whose threads in the own chat and in the town are joined up."""

    chat: Chat
    challenge: int
    square: Posted
    hall: Posted

    @property
    def in_square(self) -> list[str]:
        """What Kindred said below the card in the own chat."""
        return self.chat.platform.below(self.square.message.id)

    @property
    def in_hall(self) -> list[str]:
        """What Kindred said below the card in the town."""
        return self.chat.town.below(self.hall.message.id)

    def copy(self, where: str, number: int = -1) -> Posted:
        """A copy of what was said that stands below a card."""
        platform, card = (
            (self.chat.platform, self.square) if where == "square" else (self.chat.town, self.hall)
        )
        return platform.top(f"{card.channel.id}/below {card.message.id}", number)

    @property
    def cards(self) -> list[str]:
        """What stands on both cards."""
        here, there = self.chat.platform, self.chat.town
        return [
            text_of(here.place(f"square:{self.chat.community}").posted[self.square.message.id]),
            text_of(there.place("hall").posted[self.hall.message.id]),
        ]

    @property
    def cards_here(self) -> list[str]:
        """What stands on the card in the own chat."""
        posted = self.chat.platform.place(f"square:{self.chat.community}").posted
        return [text_of(posted[self.square.message.id])]

    @property
    def part(self) -> Pressed:
        """Part the threads."""
        return Pressed("challenges.part_threads", str(self.challenge))

    async def press_on_card(self, label: str, by: Person) -> Answer:
        """Press a button of the card in the own chat."""
        card = self.chat.platform.place(f"square:{self.chat.community}").posted
        return await by.presses(label, [card[self.square.message.id]])

    async def settle(self) -> None:
        """Let what was said and changed arrive."""
        await self.chat.settle()
        await self.chat.a_moment()


async def in_town(chat: Chat, name: str) -> Person:
    """Somebody who is a member by the town alone."""
    person = chat.stranger(name)
    await person.says("/kindred join")
    await chat.settle()
    member = await chat.behind(person)
    assert member is not None
    chat.names[member.id] = name
    return Person(chat, member.id, name, person.account, person.space)


async def looks_into_own_chat(chat: Chat, person: Person) -> None:
    """Let somebody have looked into the community's own chat."""
    async with chat.work() as work:
        here = (PlaceKind.CHANNEL, "Tea", chat.community)
        place = await work.web.open_place("tea", *here, [person.id])
        await work.web.read_up_to(place, person.id, 1)


async def joined_up(chat: Chat, by: Person) -> Joined:
    """Post a challenge in the own chat and in the town, and join up the threads below its cards."""
    space = await chat.connect()
    async with chat.work() as work:
        await work.places.choose(space, chat.channel("hall"), [Purpose.ANNOUNCEMENTS])
    await posted(by)
    challenge = (await the_challenge(chat)).id
    await by.does(Pressed("challenges.join_threads", str(challenge)))
    await chat.settle()
    await chat.a_moment()
    square = chat.platform.top(f"square:{chat.community}")
    return Joined(chat, challenge, square, chat.town.top(HALL))
