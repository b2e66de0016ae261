"""Under whose name Kindred says what somebody else has said.

Slack shows another name than Kindred's where `chat:write.customize` is granted, and keeps the one
under which a message was posted (docs.slack.dev/reference/methods/chat.update has no username). So
what was posted under a name is edited without one, and what has a name in its first line keeps it.
"""

from dataclasses import dataclass, replace

from adapters.slack.api import Api
from adapters.slack.limits import SPEAKER
from adapters.slack.pages import SlackPages
from bot.community.people import Ref
from bot.ui.messages import Message
from bot.ui.text import label

CUSTOMIZE = "chat:write.customize"
_REMEMBERED = 5000  # messages of which is known how they were posted; Slack is asked about others


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message as Slack is to show it: under a name of its own, if that is not empty.

    Else whoever has said it stands in its first line (`render`).
    """

    message: Message
    username: str = ""


class Speakers:
    """Knows how things are said, and were said. Errors are those of `Api.call`."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._named: dict[tuple[Ref, str], bool] = {}  # by channel and id, the oldest first

    async def new(self, team: str, message: Message) -> Spoken:
        """A message that is to be posted."""
        if message.speaker is None:
            return Spoken(message)
        may = await self.may_name(team)
        return _under_a_name(message) if may else Spoken(message)

    async def may_name(self, team: str) -> bool:
        """Whether Slack shows other names, as its last answer told."""
        return CUSTOMIZE in await self._api.scopes(team)

    async def anew(self, pages: SlackPages, first: str, message: Message) -> Spoken:
        """One that takes the place of another, whose first page has this id."""
        if message.speaker is None:
            return Spoken(message)
        named = self._named.get((pages.channel, first))
        if named is None:
            named = await pages.is_under_a_name(first)
            self._note(pages.channel, first, named)
        return _under_a_name(message) if named else Spoken(message)

    def posted(self, channel: Ref, first: str, spoken: Spoken) -> None:
        """Note how a message was posted."""
        self._note(channel, first, bool(spoken.username))

    def _note(self, channel: Ref, first: str, named: bool) -> None:
        self._named[channel, first] = named
        if len(self._named) > _REMEMBERED:
            del self._named[next(iter(self._named))]


def _under_a_name(message: Message) -> Spoken:
    name = label(message.speaker.whole, SPEAKER) if message.speaker else ""
    return Spoken(replace(message, speaker=None), name)
