"""What those decide about mail who are written to by e-mail: that it ends, or goes on."""

from bot.routing.feature import Feature
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook(__name__)
feature = Feature[Work]("mail", words)
