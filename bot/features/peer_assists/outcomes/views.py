"""What is asked of the asker afterwards, and told to the helpers. Pure."""

from bot.community.people import Member
from bot.features.peer_assists import words
from bot.features.peer_assists.domain import Assist
from bot.features.peer_assists.views import button
from bot.ui.messages import Mention, Message, Note, row, say


def question(assist: Assist) -> Message:
    """The question a month later."""
    return say(
        words("month.question", case=assist.case),
        words("month.takeaway", note=assist.takeaway) if assist.takeaway else None,
        row(button("outcome", "outcome", assist), button("nothing", "nothing", assist)),
        Note(words("month.small_print")),
    )


def nothing() -> Message:
    """What is told to whoever has nothing to tell."""
    return say(words("month.nothing"))


def kept(key: str, *, share: bool) -> Message:
    """What is told to the asker."""
    return say(words(f"{key}.shared" if share else f"{key}.kept"))


def told(key: str, asker: Member, assist: Assist, text: str | None) -> Message:
    """What the helpers are told, and what stands there once the asker keeps it to themselves."""
    me = Mention(asker.id, asker.name)
    if text is None:
        return say(words("told.no_more", asker=me))
    return say(words(f"{key}.told", asker=me, case=assist.case), text)
