"""What of events can be reported: the event, by itself or by the card of one of its dates."""

from bot.community.reportables import Reportable
from bot.community.roles import ScopedRole
from bot.features.events import feature, words
from bot.features.events.cards.views import SHOW
from bot.features.events.domain import fact_of
from bot.features.events.ports import Work
from bot.ui.messages import Button
from bot.ui.text import read_id


@feature.reportable("event")
async def event(subject: str, work: Work) -> Reportable | None:
    """An event; its authors are whoever planned it, and its hosts."""
    found = await work.events.plans.get(read_id(subject))
    if found is None:
        return None
    hosts = [host.id for host in await work.roles.holders(ScopedRole.HOST, found.scope)]
    authors = dict.fromkeys([*([found.made_by] if found.made_by else []), *hosts])
    title = found.details.title
    look = Button(
        words.text("button.show"), "events.show", str(found.id), command=SHOW(event=title)
    )
    return Reportable(fact_of(found.id), found.community, title, tuple(authors), look)


@feature.reportable("card")
async def card(subject: str, work: Work) -> Reportable | None:
    """The event of which a date's card hangs somewhere."""
    date = await work.events.dates.get(read_id(subject))
    return await event(str(date.event), work) if date else None
