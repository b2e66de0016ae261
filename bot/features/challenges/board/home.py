"""Challenges on everybody's home, and what facilitators have to look after."""

from collections.abc import Sequence

from bot.community.opportunities import near
from bot.features.challenges import feature, words
from bot.features.challenges.board import views
from bot.features.challenges.cards.live import next_gathering
from bot.features.challenges.cards.views import line
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import hosts_itself, named_button, reader, visible
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Moment, Part, RichText, bullets, row

_SHOWN = 5
_NOBODYS = 3


@feature.home
async def some_challenges(call: Call, work: Work) -> Sequence[Part | None]:
    """What I host, what I am in, and what is open in my networks: five at most."""
    there = await visible(call, work, ALIVE)
    if not there:
        return [words("home.none"), row(views.new_button())]
    joined = (await reader(call, work)).joined
    lines: dict[int, RichText] = {}
    for key, some in (
        ("hosted", [each for each in there if hosts_itself(call, each)]),
        ("joined", [each for each in there if each.id in joined]),
        ("open", await _near(call, work, there)),
    ):
        for each in some[:_SHOWN]:
            if each.id not in lines:
                said = line(each) if key == "open" else await _with_next(call, work, each)
                lines[each.id] = words(f"home.{key}", challenge=said)
    return [
        Heading(words.text("home.title")),
        bullets(list(lines.values())[:_SHOWN]),
        row(*views.list_buttons()),
    ]


async def _with_next(call: Call, work: Work, challenge: Challenge) -> RichText:
    """What somebody is in, in a line, with when they meet next."""
    next_ = await next_gathering(work, challenge, call.now)
    if next_ is None:
        return line(challenge)
    return words("home.next", challenge=line(challenge), when=Moment(next_.at))


async def _near(call: Call, work: Work, there: Sequence[Challenge]) -> list[Challenge]:
    """Those that are not of other networks alone, which stand further down."""
    ids = await near(work.challenges.audience, call.me.id, [each.id for each in there])
    return [each for each in there if each.id in ids]


@feature.to_do
async def in_nobodys_hands(call: Call, work: Work) -> Sequence[Part | None]:
    """Challenges that people are in, and of which all hosts have gone."""
    found = await work.challenges.proposals.in_nobodys_hands(call.community.id)
    with_people = [each for each in found if each.people]
    if not with_people:
        return []
    buttons = [named_button("button.show_title", each, "challenges.show") for each in with_people]
    return [words("home.nobodys", count=len(with_people)), row(*buttons[:_NOBODYS])]
