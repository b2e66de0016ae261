"""Peer assists: half an hour of three to five people for somebody who is stuck."""

from bot.features.peer_assists.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("peer_assists", words)
