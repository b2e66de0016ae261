"""What is open in other networks: shown in channels once a fortnight, and on everybody's home."""

from bot.features.digests.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("digests", words)
