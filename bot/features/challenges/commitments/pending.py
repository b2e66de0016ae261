"""Commitments of which something has yet to be said."""

from datetime import date

from bot.features.challenges import feature
from bot.features.challenges.commitments.forms import CommitmentForm
from bot.features.challenges.ports import Work
from bot.routing.interaction import Call
from bot.routing.plans import Plans
from bot.ui.fields import Raw

plans = Plans[Work, CommitmentForm](feature, CommitmentForm, gone="commit.gone")


async def keep(call: Call, work: Work, text: str, day: date | None, which: str = "") -> str:
    """Keep what is known of it so far; returns its name."""
    values: dict[str, Raw] = {"what": text, "until": day.isoformat() if day else "", "which": which}
    return await plans.keep(call, work, values)
