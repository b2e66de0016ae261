"""Events on everybody's home, and what facilitators have to look after."""

from collections.abc import Sequence

from bot.community.opportunities import near
from bot.features.events import feature, words
from bot.features.events.agenda import views
from bot.features.events.agenda.handlers import answered, hosts_itself
from bot.features.events.lookup import next_dates, visible
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Answer
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Part, RichText, bullets, row

_SHOWN = 5
_WITHOUT_HOST = 3


@feature.home
async def my_events(call: Call, work: Work) -> Sequence[Part | None]:
    """What I come to next, what I host, and what is open of my networks: five lines at most."""
    coming = await answered(call, work, Answer.COMING)
    there = await visible(call, work)
    hosting = [each for each in there if hosts_itself(call, each)]
    lines: dict[int, RichText] = {}
    near = await _of_my_networks(call, work, there)
    for key, some in (("coming", next_dates(coming)), ("hosting", hosting), ("open", near)):
        for each in some:
            lines.setdefault(each.event.id, _line(key, each))
    if not lines:
        return []
    return [
        Heading(words.text("home.title")),
        bullets(list(lines.values())[:_SHOWN]),
        row(*views.list_buttons()),
    ]


async def _of_my_networks(
    call: Call, work: Work, there: Sequence[Happening]
) -> Sequence[Happening]:
    """Those that are not of other networks alone, which stand further down."""
    ids = await near(work.events.audience, call.me.id, [each.event.id for each in there])
    return [each for each in there if each.event.id in ids]


def _line(key: str, happening: Happening) -> RichText:
    return words(f"home.{key}", event=views.line(happening))


@feature.to_do
async def without_host(call: Call, work: Work) -> Sequence[Part | None]:
    """Events to come that are in nobody's hands."""
    found = await work.events.plans.without_host(call.community.id, call.now)
    parts: list[Part | None] = []
    for event in found[:_WITHOUT_HOST]:
        parts.append(words("home.without_host", title=event.details.title))
        parts.append(row(views.host_button(event)))
    return parts
