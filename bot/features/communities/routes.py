"""The feature to which the handlers and declarations beside it add their part."""

from bot.features.communities.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook("bot.features.communities")
feature = Feature[Work]("communities", words)
