"""Codes that tell that two accounts are one person's: whose they are, and how often one may err."""

from datetime import datetime
from typing import Annotated

from bot.community.codes import LINK, MOST_WRONG, as_kept, recent
from bot.community.people import Member, Ref
from bot.features.linking import views
from bot.features.linking.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Arrival
from bot.ui.messages import Message

Code = Annotated[str, TextArg("code", max_length=200)]
"""A code that was made in another chat."""

OfButton = Annotated[str, TextArg("offer")]
"""Which offer a button is about; a command is about the only one there is."""

WRONG = "members.wrong_codes:"
"""Before the names under which wrong codes are kept."""


def wrong_key(space: Ref, account: Ref) -> str:
    """Under which name it is set when wrong codes came from an account in a space."""
    return f"{WRONG}{space}:{account.id}"


async def redeem(
    work: Work, arrival: Arrival, community: int, code: str, now: datetime, me: int = 0
) -> Member | Message:
    """Who made a code, which is used up by it; or what to answer to one that is good for nothing.

    One that was made by `me` is not used up, and stays good for the chat that it was made for.

    It must be made in the same community, lately, and never have been shown to others. After some
    wrong ones none is taken for an hour.
    """
    if arrival.public:
        await work.codes.redeem(LINK, code, now)  # in whatever spelling, it is good for nobody
        return views.void()
    key = wrong_key(arrival.space, arrival.actor)
    tried = recent(await work.settings.lock(key), now)
    if len(tried) >= MOST_WRONG:
        return views.too_many()
    mine = await work.codes.find(LINK, code, now) if me else None
    if mine and mine.member == me:
        return views.own()
    redeemed = await work.codes.redeem(LINK, code, now)
    maker = await work.people.member(redeemed.member) if redeemed else None
    if maker is None or maker.community != community:
        await work.settings.put(key, as_kept([*tried, now]))
        return views.wrong()
    await work.settings.drop(key)
    return maker
