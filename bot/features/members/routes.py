"""The feature to which the handlers and declarations beside it add their part."""

from bot.features.members.forms import words
from bot.features.members.personal import HOLDS
from bot.features.members.ports import Work
from bot.routing.feature import Feature

feature = Feature[Work]("members", words)
feature.holds.extend(HOLDS)
