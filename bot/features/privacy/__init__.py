"""What is known about somebody: to take away, and to be erased."""

from bot.features.privacy.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("privacy", words)
