"""Polls that are shown and not posted yet."""

from bot.features.polls import feature
from bot.features.polls.ports import Work
from bot.features.polls.slots.forms import PollForm
from bot.routing.plans import Plans

plans = Plans[Work, PollForm](feature, PollForm)
