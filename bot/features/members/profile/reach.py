"""Where a member would like to be reached: one of the chats that they use, or whichever works."""

from bot.community.people import OWN_CHAT, name_of
from bot.features.members import words
from bot.features.members.ports import Work
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option

ANYWHERE = "any"


async def chats_to_choose(work: Work, member: int) -> list[Option]:
    """What there is to choose from."""
    spaces = await work.people.reachable_in(member)
    anywhere = Option.of(words.text("profile.reach.any"), ANYWHERE)
    return [anywhere, *(Option.of(name_of(space), str(space.id)) for space in spaces)]


async def chosen_so_far(work: Work, member: int) -> str:
    """What was chosen before, if it can still be chosen."""
    wish = await work.people.reached_in(member)
    spaces = await work.people.reachable_in(member)
    return str(wish.id) if wish and wish in spaces else ANYWHERE


async def prefer(work: Work, member: int, chosen: str) -> None:
    """Keep what was chosen; raises `FieldErrors` for what could not be."""
    if chosen in ("", ANYWHERE):
        return await work.people.reach_in(member, None)
    spaces = {str(space.id): space.id for space in await work.people.reachable_in(member)}
    if chosen not in spaces:
        raise FieldErrors({"reach": words.text("profile.reach.unknown")})
    return await work.people.reach_in(member, spaces[chosen])


async def where(work: Work, member: int) -> str:
    """What the chat is called in which a member is reached first."""
    wish = await work.people.reached_in(member)
    spaces = sorted(
        await work.people.reachable_in(member),
        key=lambda space: (space != wish, space.ref.platform == OWN_CHAT),
    )
    return name_of(spaces[0]) if spaces else ""
