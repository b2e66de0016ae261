"""How Slack's ids become refs: an account is `U1`, a workspace `T1`, a channel `T1/C1`."""

from adapters.slack.limits import PLATFORM
from bot.community.people import Ref


def workspace(team: str) -> Ref:
    """A workspace as a space."""
    return Ref(PLATFORM, team)


def account(user: str) -> Ref:
    """A user, as an account in their workspace."""
    return Ref(PLATFORM, user)


def channel(team: str, channel_id: str) -> Ref:
    """A channel, a direct message or a group of a workspace."""
    return Ref(PLATFORM, f"{team}/{channel_id}")


def team_and_channel(ref: Ref) -> tuple[str, str]:
    """The workspace and the channel that `channel` put together."""
    team, _, id_ = ref.id.partition("/")
    return team, id_


def message(stamp: str) -> Ref:
    """A message that somebody wrote, by its timestamp."""
    return Ref(PLATFORM, stamp)
