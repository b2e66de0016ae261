"""Somebody counts one more, and sees it at once; or says in its thread that they do."""

from bot.community.facts import Fact
from bot.delivery.threads import say_anew_below, say_below, view_above
from bot.errors import UserError
from bot.routing.interaction import Answer, Call, Refresh, Reply
from bot.ui.messages import say
from bot.work import Work
from tests.board import feature, words
from tests.board.live import board


@feature.action("more")
async def more(call: Call, work: Work, value: str) -> Answer:
    """Count one more."""
    if said := await work.settings.get(f"board.{value}"):
        await work.settings.put(f"board.{value}", str(int(said) + 1))
    return Refresh(board(value))


@feature.command("count")
async def count(call: Call, work: Work) -> Answer:
    """Count one more on the board in whose thread this is typed; all threads learn of it."""
    view = await view_above(work, call.arrival.thread, community=call.community.id)
    if view is None or view.kind != board("").kind:
        raise UserError(words("nowhere"))
    number = int(await work.settings.get(f"board.{view.subject}") or 0) + 1
    await work.settings.put(f"board.{view.subject}", str(number))
    await work.live.touch(view)
    told = Fact.of("board.counted", view.subject, part=str(number))
    text = words.text("counted", name=call.me.name, number=str(number))
    await say_below(work, view, say(text, thread=view.subject), told, community=call.community.id)
    before = Fact.of("board.counted", view.subject, part=str(number - 1))
    await say_anew_below(work, say(words("outdated")), before)
    return Reply(say(words("thanks", subject=view.subject)))
