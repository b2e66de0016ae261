"""Joining up the threads below the cards of a challenge, and parting them again."""

from bot.community.roles import Role
from bot.delivery.conversation_views import where
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import ALIVE
from bot.features.challenges.lookup import HostedChallenge
from bot.features.challenges.ports import Work
from bot.features.challenges.threads import views
from bot.features.challenges.threads.people import everybody_comes_in
from bot.routing.interaction import Answer, Call, Reply


@feature.command(
    "threads join", role=Role.FACILITATOR, action="join_threads", carries=("challenge",)
)
async def join_threads(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Carry what is said below one card to all others, from now on; each card says so."""
    if challenge.state not in ALIVE:
        raise UserError(words(f"join.{challenge.state}", question=challenge.question))
    here, card = challenge.community, card_of(challenge.id)
    opened = await work.conversations.open(challenge.fact, challenge.question, community=here)
    await work.conversations.show_in(opened.id, *await work.live.threads(card))
    await everybody_comes_in(work, challenge.id, opened)
    places = await work.conversations.places(opened.id)
    spaces = await work.people.spaces(here)
    return Reply(views.joined(challenge, opened, where(places, spaces), len(places)))


@feature.command(
    "threads part", role=Role.FACILITATOR, action="part_threads", carries=("challenge",)
)
async def part_threads(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Carry nothing any more; what was said stays where it is."""
    await work.conversations.close(challenge.fact)
    return Reply(views.parted(challenge))
