"""What becomes of challenges that facilitators take down."""

from datetime import datetime

from bot.community.domain_events import ChallengeClosed, RecordForgotten, TakenDown
from bot.community.facts import Fact
from bot.features.challenges import feature
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import ChallengeState, Details, Outcome, fact_of
from bot.features.challenges.ports import Work


@feature.when(TakenDown)
async def is_taken_down(taken: TakenDown, work: Work, now: datetime) -> None:
    """Let nobody see a challenge any more, wherever its card hangs; its question alone is kept."""
    found = await work.challenges.proposals.lock(taken.about.id) if _is_one(taken.about) else None
    if found is None or found.state is ChallengeState.TAKEN_DOWN:
        return
    await work.challenges.proposals.change(found.id, Details(found.question))
    await work.challenges.proposals.say_where_we_are(found.id, "")
    await work.challenges.proposals.tell_outcome(found.id, Outcome())
    await work.challenges.changes.forget(found.id)
    await work.challenges.proposals.become(found.id, ChallengeState.TAKEN_DOWN, now)
    await work.live.take_down(card_of(found.id))
    await work.cards.withdraw(card_of(found.id))
    people = await work.challenges.participants.all_of(found.id)
    members = tuple(each.member for each in people)
    ended = ChallengeClosed(found.id, found.community, found.question, members, "", now)
    work.domain_events.append(ended)


@feature.when(RecordForgotten)
async def its_record_is_forgotten(gone: RecordForgotten, work: Work, now: datetime) -> None:
    """Forget the challenge, too, that was taken down."""
    found = await work.challenges.proposals.get(gone.about.id) if _is_one(gone.about) else None
    if found is not None and found.state is ChallengeState.TAKEN_DOWN:
        await work.roles.end(found.scope)
        await work.challenges.proposals.delete(found.id)


def _is_one(about: Fact) -> bool:
    return about.kind == fact_of(0).kind
