"""What becomes of commitments when somebody leaves a group, or the group ends."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import ChallengeClosed, ChallengeLeft
from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.features.challenges import feature
from bot.features.challenges.commitments import views
from bot.features.challenges.commitments.changes import part_with_group
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.ports import Work


@feature.when(ChallengeLeft)
async def somebody_has_left(left: ChallengeLeft, work: Work, now: datetime) -> None:
    """Let what they have yet to do be theirs alone, and tell them so."""
    challenge = await work.challenges.proposals.get(left.challenge)
    private = await part_with_group(work, left.challenge, now, left.member)
    if not private or challenge is None:
        return
    fact = Fact.of(
        "challenges.commitments_left", left.challenge, part=now.isoformat(), member=left.member
    )
    told = partial(views.left, challenge.question, private)
    await work.outbox.post(ToMember(left.member), told, fact, community=left.community)


@feature.when(ChallengeClosed)
async def a_group_has_ended(ended: ChallengeClosed, work: Work, now: datetime) -> None:
    """Ask each, once, which of theirs is done; what is not is theirs alone from now on."""
    challenge = await work.challenges.proposals.get(ended.challenge)
    taken_down = challenge is None or challenge.state is ChallengeState.TAKEN_DOWN
    theirs: dict[int, list[Commitment]] = {}
    for each in await part_with_group(work, ended.challenge, now):
        theirs.setdefault(each.member, []).append(each)
    for member, there in theirs.items():
        fact = Fact.of(
            "challenges.commitments_ended", ended.challenge, part=now.isoformat(), member=member
        )
        told = partial(views.group_ended, "" if taken_down else ended.question, there)
        await work.outbox.post(ToMember(member), told, fact, community=ended.community)
