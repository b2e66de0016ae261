"""Communities and the chats they live in: founding, connecting, and where to speak to everybody."""

from bot.features.communities.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("communities", words)
