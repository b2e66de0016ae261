"""The feature to which the handlers and declarations beside it add their part."""

from bot.feature import Feature
from bot.features.members.forms import words
from bot.features.members.personal import HOLDS
from bot.features.members.ports import Work

feature = Feature[Work]("members", words)
feature.holds.extend(HOLDS)
