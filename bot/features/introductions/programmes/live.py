"""The invitation to a programme, which stays current in every channel where it hangs."""

from datetime import datetime

from bot.delivery.live import View
from bot.features.introductions import feature
from bot.features.introductions.domain import Numbers
from bot.features.introductions.ports import Work
from bot.features.introductions.programmes import views
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.live("invitation")
async def invitation(subject: str, work: Work, now: datetime) -> Message | None:
    """What a programme is like and how many take part, or that it has ended."""
    book = work.introductions.programmes
    programme = await book.get(read_id(subject))
    if programme is None:
        return None
    if not programme.running:
        return views.ended(programme)
    numbers = await book.numbers(programme.community, now)
    return views.invitation(programme, numbers.get(programme.id, Numbers()).members)


def invitation_to(programme: int) -> View:
    """The invitation to a programme."""
    return View.of("introductions.invitation", programme)
