"""What somebody has yet to do, on their home."""

from collections.abc import Sequence

from bot.features.challenges import feature, words
from bot.features.challenges.commitments import views
from bot.features.challenges.commitments.lookup import questions_of
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Part, bullets, row

_SHOWN = 3


@feature.home
async def some_commitments(call: Call, work: Work) -> Sequence[Part | None]:
    """The three that are soonest; somebody who has none is not told so."""
    there = await work.challenges.commitments.open_of(call.me.id)
    if not there:
        return []
    questions = await questions_of(work, there[:_SHOWN])
    return [
        Heading(words.text("mine_open.title")),
        bullets(views.line(each, questions) for each in there[:_SHOWN]),
        row(views.mine_button(), views.commit_button()),
    ]
