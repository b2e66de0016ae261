"""What the web chat can show. It is ours, so its numbers are chosen for the reader's comfort."""

from bot.ui.capabilities import Capabilities
from bot.ui.files import MOST_TAKEN

CAPABILITIES = Capabilities(
    buttons_per_row=5,
    select_options=100,
    form_fields=10,
    button_label=75,
    option_label=120,
    form_title=80,
    field_label=120,
    field_hint=300,
    route_bytes=200,
    text=20_000,
    threads=True,
    commands_in_threads=True,
)

MESSAGE = 4000
"""Characters of a message that somebody writes."""

PAGE = 50
"""Messages shown at first, and more with each look further back."""

LOADED = 300
"""Messages that are kept up to date in an open page."""

THREAD = 200
"""Replies shown in a thread."""

UNREAD = 99
"""Unread messages counted; beyond that it is "99+"."""

SUGGESTIONS = 6
"""Names offered while somebody types one."""

REQUEST_BYTES = 1_000_000
UPLOAD_BYTES = MOST_TAKEN + 500_000
"""Of a form with a file; what a form asks for may be less."""
PAGE_BYTES = 4_000
"""Of what is sent to a page of a feature: a button of ours, or one that a mail program shows."""
BODY_SECONDS = 60.0
"""Within which all of a body has come."""
STREAMS = 20
"""Pages of one member that are kept up to date at once."""
FORM_FIELDS = 100
FORM_FILES = 4
FIELD_BYTES = 200_000
