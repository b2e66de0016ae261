"""What Slack can show. Every number of Block Kit that we keep to stands here, with its source.

[b] docs.slack.dev/reference/block-kit/blocks and its pages · [e] …/block-kit/block-elements
[c] …/block-kit/composition-objects · [v] docs.slack.dev/reference/views · [m] measured, not written
"""

from bot.ui.capabilities import Capabilities

PLATFORM = "slack"

# Groups ---------------------------------------------------------------------------------------

GROUP = 8
"""People in a group message beside Kindred: docs.slack.dev/reference/methods/conversations.open."""

# Messages -------------------------------------------------------------------------------------

BLOCKS_PER_MESSAGE = 50  # [b]
MESSAGE_WEIGHT = 9_000
"""Characters of a message's blocks, as `render.weight` counts them.

chat.postMessage answers `msg_blocks_too_long` from about 12,000 on; the number is not written down,
and blocks count for more than their text [m] github.com/slackapi/bolt-js/issues/2509 and 2867.
"""
BLOCK_WEIGHT = 100
"""What a block weighs besides its text: a divider cost 125 in issue 2509."""

NOTICE = 3_000
"""Characters of the top-level text: Slack advises 4,000 and cuts at 40,000 (chat.postMessage)."""

SPEAKER = 80
"""Characters of the name under which something is said: ours, Slack writes no number down."""

# Blocks ---------------------------------------------------------------------------------------

HEADER = 150  # [b] header
RICH_TEXT = 3_000  # ours: no number is written down for rich_text; a section's text has 3,000 [b]
CONTEXT_TEXT = 3_000  # [c] text object
IMAGE_ALT = 2_000  # [b] image
URL = 3_000  # [b] image, [e] button
BUTTON_URL = 1_500  # ours: a row of the longest ones [e] would be more than MESSAGE_WEIGHT
TABLE_ROWS = 100  # [b] table
TABLE_COLUMNS = 20  # [b] table
TABLE_TEXT = 8_000  # [b] table: 10,000 over all cells of a message; less, to keep MESSAGE_WEIGHT

# Elements -------------------------------------------------------------------------------------

BUTTON_TEXT = 75  # [e] button
PLACEHOLDER = 150  # [e]
OPTIONS = 100  # [e] select menus; also the options of a group, and the groups
FEW_OPTIONS = 10  # [e] checkboxes
OPTION_TEXT = 75  # [c] option
OPTION_VALUE = 150  # [c] option
INPUT_TEXT = 3_000  # [e] plain-text input: the most that max_length may be

MESSAGE_FILES = 10  # slack.com/help/articles/201330736: files in one message

# Views ----------------------------------------------------------------------------------------

BLOCKS_PER_VIEW = 100  # [v]
VIEW_BYTES = 200_000  # views.open refuses views of more than 250 kB; some room for the frame
TITLE = 24  # [v] also of "submit" and "close"
PRIVATE_METADATA = 3_000  # [v]
LABEL = 2_000  # [b] input: label and hint

CAPABILITIES = Capabilities(
    buttons_per_row=25,  # [b] actions
    select_options=OPTIONS,
    form_fields=(BLOCKS_PER_VIEW - 2) // 2,  # each with a line for what is wrong with it
    button_label=BUTTON_TEXT,
    option_label=OPTION_TEXT,
    form_title=TITLE,
    field_label=LABEL,
    field_hint=LABEL,
    route_bytes=OPTION_VALUE - 1,  # `render.value_for` adds one character
    text=RICH_TEXT,
    threads=True,
    commands_in_threads=False,  # api.slack.com/interactivity/slash-commands
    home=True,
)

# The manifest ---------------------------------------------------------------------------------

USAGE_HINT = 1_000  # docs.slack.dev/reference/app-manifest: usage_hint
