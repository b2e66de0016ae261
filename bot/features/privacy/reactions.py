"""That somebody was erased is kept, whoever asked for it."""

from datetime import datetime

from bot.community.domain_events import MemberLeft
from bot.features.privacy import feature
from bot.features.privacy.ports import Work


@feature.when(MemberLeft)
async def somebody_was_erased(left: MemberLeft, work: Work, now: datetime) -> None:
    """Keep the day, and of whom nothing; what others were shown is given to nobody again."""
    await work.answers.forget_words()
    await work.erasures.note(left.community, now)
