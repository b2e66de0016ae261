"""What the two are told of an offer to help: what it is known by, and taking it back."""

from bot.community.facts import Fact
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.ports import Work


def offer_to(asked: CheckIn, helper: int) -> Fact:
    """The question to whoever asked for help, whether the two shall be told of one another."""
    return _fact("challenges.help_offer", asked, helper, asked.member)


def connected_to(asked: CheckIn, helper: int) -> Fact:
    """What the helper is told once both have agreed."""
    return _fact("challenges.help_connected", asked, asked.member, helper)


def declined_to(asked: CheckIn, helper: int) -> Fact:
    """What the helper is told whose help is not needed."""
    return _fact("challenges.help_declined", asked, asked.member, helper)


async def take_back_offers(work: Work, member: int) -> None:
    """Take back what names somebody to those whom they offered help, or who offered it to them."""
    for asked, helper in await work.challenges.check_ins.offers_of(member):
        await work.outbox.retract(offer_to(asked, helper), connected_to(asked, helper))


def _fact(kind: str, asked: CheckIn, by: int, to: int) -> Fact:
    return Fact.of(kind, asked.challenge, part=f"{asked.day}:{asked.member}:{by}", member=to)
