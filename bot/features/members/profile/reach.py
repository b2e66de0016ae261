"""Where a member would like to be reached: one of the chats that they use, or whichever works."""

from dataclasses import replace

from bot.community.people import OWN_CHAT, Reach, name_of
from bot.features.members import words
from bot.features.members.ports import Work
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option

ANYWHERE = "any"


def chats_to_choose(reach: Reach) -> list[Option]:
    """What there is to choose from."""
    anywhere = Option.of(words.text("profile.reach.any"), ANYWHERE)
    return [anywhere, *(Option.of(name_of(space), str(space.id)) for space in reach.spaces)]


def chosen_so_far(reach: Reach) -> str:
    """What was chosen before, if it can still be chosen."""
    return str(reach.preferred.id) if reach.preferred else ANYWHERE


async def prefer(work: Work, member: int, chosen: str) -> Reach:
    """Keep what was chosen and return it; raises `FieldErrors` for what could not be."""
    reach = await work.people.reach(member)
    spaces = {str(space.id): space.id for space in reach.spaces}
    if chosen not in ("", ANYWHERE) and chosen not in spaces:
        raise FieldErrors({"reach": words.text("profile.reach.unknown")})
    wish = spaces.get(chosen)
    if wish != reach.wish:
        await work.people.reach_in(member, wish)
    return replace(reach, wish=wish)


def where(reach: Reach) -> str:
    """What the chat is called in which a member is reached first."""
    spaces = sorted(
        reach.spaces,
        key=lambda space: (space != reach.preferred, space.ref.platform == OWN_CHAT),
    )
    return name_of(spaces[0]) if spaces else ""
