"""One person across chats: accounts that become one member's, and the way back."""

from bot.features.linking.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("linking", words)
