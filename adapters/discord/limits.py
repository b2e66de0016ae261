"""What Discord can show. Every number that we keep to stands here, with its source.

[c] discord.com/developers/docs/components/reference · [m] …/resources/message · [i] …/interactions/
receiving-and-responding · [o] Discord's OpenAPI description, github.com/discord/discord-api-spec
"""

from bot.ui.capabilities import Capabilities

PLATFORM = "discord"

# Messages -------------------------------------------------------------------------------------

COMPONENTS = 40
"""Components of a message, those in rows counted too [c]."""
TEXT = 4_000
"""Characters of a text display [o], and of all text in a message together.

The sum is not in the reference, only in github.com/discord/discord-api-docs/pull/8562; labels of
buttons are counted here as well, so that we err on the side that shows.
"""
PART = 2_000  # ours: a longer paragraph is split, so that pages can be filled
COMPONENTS_V2 = 1 << 15  # [m] message flags
EPHEMERAL = 1 << 6  # [m]
SILENT = 1 << 12  # [m] SUPPRESS_NOTIFICATIONS: no sound, no push
MENTIONED = 100  # [o] allowed_mentions: users

# Threads --------------------------------------------------------------------------------------

THREAD_NAME = 100  # discord.com/developers/docs/resources/channel: "Start Thread without Message"

# Events of a server: discord.com/developers/docs/resources/guild-scheduled-event --------------

EVENT_NAME = 100
EVENT_DESCRIPTION = 1_000
EVENT_LOCATION = 100

# Components -----------------------------------------------------------------------------------

CUSTOM_ID = 100  # [c]
BUTTON_TEXT = 80  # [c] button
BUTTON_URL = 512  # [c] button
URL = 1_500  # ours: a link is never split, so it must fit in a PART with its text
LINK_TEXT = 200  # ours: the same
BARE_URL = 500  # ours: a longer word is not made something to press
MEDIA_URL = 2_048  # [o] UnfurledMediaRequest
MEDIA_TEXT = 1_024  # [c] media gallery item: description
HEADING = 200  # ours: longer ones are bold words
OPTIONS = 25  # [c] string select
OPTION_TEXT = 100  # [c] select option, also of radio and checkbox groups
OPTION_VALUE = 100  # [c]
PLACEHOLDER = 150  # [c] select; 100 in a text input
ROW = 5  # [c] action row

# Modals ---------------------------------------------------------------------------------------

FIELDS = 5  # [i] modal: components; 40 in [o]
TITLE = 45  # [i] modal
LABEL = 45  # [c] label
DESCRIPTION = 100  # [c] label
INPUT_TEXT = 4_000  # [c] text input
INPUT_PLACEHOLDER = 100  # [c] text input
FEW_OPTIONS = 10  # [c] radio group, checkbox group
LEAST_RADIOS = 2  # [c] radio group

# Commands -------------------------------------------------------------------------------------
# discord.com/developers/docs/interactions/application-commands, and [o]

COMMAND_NAME = 32
MENU_NAME = 32
COMMAND_DESCRIPTION = 100
SUBCOMMANDS = 25  # of a command and of a group; also the options of each
COMMAND_TEXT = (
    8_000  # all names, descriptions and values of one command, each in its longest locale
)
CHOICE_TEXT = 100  # an option's choice: its name, and a value that is text
COMMAND_VALUE = 6_000  # a string option: max_length
COMMAND_LOCALES = frozenset(
    {
        *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi"),
        *("hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru"),
        *("sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
    }
)  # …/reference#locales

CAPABILITIES = Capabilities(
    buttons_per_row=ROW,
    select_options=OPTIONS,
    form_fields=FIELDS,
    button_label=BUTTON_TEXT,
    option_label=OPTION_TEXT,
    form_title=TITLE,
    field_label=LABEL,
    field_hint=DESCRIPTION,
    route_bytes=CUSTOM_ID,
    text=TEXT,
    threads=True,
    commands_in_threads=True,
    home=False,
    moderators_read_rooms=True,
)
