"""What peer assists hold about a person, how they get it, and how it is erased."""

from datetime import datetime

from bot.community.personal_data import PersonalData
from bot.features.peer_assists import feature
from bot.features.peer_assists.asking.questions import forget_words, stop
from bot.features.peer_assists.domain import ALIVE, Assist, Said, elsewhere_to, question_to
from bot.features.peer_assists.half_hour.room import leave, name_no_more
from bot.features.peer_assists.ports import Work


async def _export(work: Work, member: int) -> object:
    return await work.peer_assists.export(member)


async def _erase(work: Work, member: int) -> None:
    """Remove it; those who are in it with them are told kindly."""
    for assist in await work.peer_assists.of(member):
        await stop(work, assist, "left", _lately(assist))
        await forget_words(work, assist)
    for assist in await work.peer_assists.with_helper(member):
        if assist.state in ALIVE and member in assist.helpers:
            await leave(work, assist, member, _lately(assist))
        request = assist.request(member)
        if request and request.said in (Said.YES, Said.LEFT):
            await name_no_more(work, assist, member, _lately(assist))
        await work.outbox.retract(question_to(assist.id, member))
        await work.outbox.retract(elsewhere_to(assist.id, member))
    await work.peer_assists.erase(member)


def _lately(assist: Assist) -> datetime:
    """When anything last happened to it: what is erased tells no instant of its own."""
    return assist.moved_at or assist.more_asked_at or assist.made_at


feature.personal_data.append(
    PersonalData(
        "peer assists",
        ("peer_assists", "peer_assist_requests", "peer_assist_refusals"),
        _export,
        _erase,
    )
)
