"""What a mail may be, and how long a mail server is waited for."""

from dataclasses import replace

from bot.ui.capabilities import FLOOR

CAPABILITIES = replace(FLOOR, text=100_000)
"""Nothing can be pressed in a mail: it says by which command or at which address it is done."""

SUBJECT = 120
"""Characters; programs on a phone show about 40."""

FILES = 5
FILE_BYTES = 7_000_000
"""Of all files of a mail. As sent they are a third larger, and most servers take 10 MB."""

LOCAL_PART = 64 - 1 - 26
"""Bytes before the @ of the return path: its token follows (RFC 5321, 4.5.3.1.1)."""

SECONDS = 60.0
"""For a whole mail, from the greeting to the answer; what takes longer is sent once more. With the
waits before it, that is less than a lease of the relay (`jobs.relay`)."""

WAIT_SECONDS = 15.0
"""For a connection to be free."""

IDLE_SECONDS = 20.0
"""After which a connection that nobody uses is ended."""

DOUBTED_SECONDS = 1.0
"""After which a connection is asked whether it is still there before it is used again."""

MAILS_PER_CONNECTION = 50
"""Many servers end a connection after a hundred."""
