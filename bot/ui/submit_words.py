"""What stands on the button that sends off a form: what comes of it."""

from bot.ui.words import WordBook

words = WordBook("bot")

SAVE = words.later("form.save")
SEND = words.later("form.send")
"""People are told."""

POST = words.later("form.post")
"""A card hangs where others read it."""

PREVIEW = words.later("form.preview")
"""It is shown first."""
