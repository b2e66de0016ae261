"""What of it is mine, and what runs here, for those who lead: never who was asked."""

from functools import partial

from bot.community.facts import Fact
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.features.peer_assists import feature
from bot.features.peer_assists.asking import views as asking_views
from bot.features.peer_assists.asking.questions import stop
from bot.features.peer_assists.domain import ALIVE
from bot.features.peer_assists.lookup import RunningAssist, concerning, waiting_for
from bot.features.peer_assists.overview import views
from bot.features.peer_assists.ports import Work
from bot.routing.interaction import Answer, Call, Reply


@feature.command("stuck mine", action="mine")
async def mine(call: Call, work: Work) -> Answer:
    """What I asked for and help with, and what I am asked."""
    there = [each for each in await concerning(work, call.me) if each.state in ALIVE]
    return Reply(views.mine(call.me.id, there, await waiting_for(work, call.me.id)))


@feature.command("assists", role=Role.FACILITATOR, action="running")
async def running(call: Call, work: Work) -> Answer:
    """Which peer assists run: each by its one sentence, and how far it is."""
    return Reply(views.running(await work.peer_assists.in_state(call.community.id, ALIVE)))


@feature.command("assists end", role=Role.FACILITATOR, action="end", carries=("assist",))
async def end(call: Call, work: Work, assist: RunningAssist) -> Answer:
    """End one; its people are told that those who lead here did."""
    found = await work.peer_assists.lock(assist.id)
    if found and found.state in ALIVE:
        await stop(work, found, "facilitators", call.now)
        said, fact = partial(views.ended_by_them, found), Fact.of("peer_assists.ended", found.id)
        await work.outbox.post(ToMember(found.asker), said, fact, community=found.community)
    return Reply(asking_views.ended())
