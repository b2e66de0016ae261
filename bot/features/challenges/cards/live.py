"""The card of a challenge, which stays current in every place where it hangs."""

from datetime import datetime

from bot.community.facts import Fact
from bot.community.gatherings import Gathering
from bot.community.roles import ScopedRole
from bot.delivery.live import View
from bot.features.challenges import feature
from bot.features.challenges.cards import lines, views
from bot.features.challenges.domain import Challenge, ChallengeState
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals.interest import how_many_it_takes
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("card")
async def card(subject: str, work: Work, now: datetime) -> Message | None:
    """What everybody may know of a challenge; nothing of one that was taken down."""
    found = await work.challenges.proposals.get(read_id(subject))
    if found is None or found.state is ChallengeState.TAKEN_DOWN:
        return None
    return views.card(await known_of(work, found, now))


def card_of(challenge: int) -> View:
    """The card of a challenge."""
    return View.of("challenges.card", challenge)


async def known_of(work: Work, challenge: Challenge, now: datetime) -> views.Known:
    """What everybody may know of a challenge who may see it."""
    networks = await work.challenges.audience.networks(challenge.community)
    gathers = challenge.state is ChallengeState.PROPOSED
    return views.Known(
        challenge,
        hosts=await hosts_of(work, challenge),
        networks=[each.name for each in networks if each.id in challenge.details.networks],
        takes=await how_many_it_takes(work, challenge.community) if gathers else 0,
        gathering=await next_gathering(work, challenge, now),
        commitments=await lines.of_commitments(work, challenge, now),
        check_ins=await lines.of_check_ins(work, challenge, now),
        threads=await lines.of_threads(work, challenge),
    )


async def next_gathering(work: Work, challenge: Challenge, now: datetime) -> Gathering | None:
    """The next time at which the group meets, if all who see it may come."""
    found = list[Gathering]()
    for event in await work.challenges.gatherings.of(challenge.id):
        next_ = await work.gathering(Fact.of("events.event", event), now)
        readers = frozenset(challenge.details.networks)
        if next_ and (not next_.open_to or (readers and readers <= next_.open_to)):
            found.append(next_)
    return min(found, key=lambda each: each.at, default=None)


async def hosts_of(work: Work, challenge: Challenge) -> list[str]:
    """The names of those who look after a challenge, and are still in some chat."""
    there = await work.roles.present_holders(ScopedRole.HOST, challenge.scope)
    return [each.name for each in there]
