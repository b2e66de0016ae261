"""What the library may log: errors, without the secrets that its messages may hold."""

import logging
import re
import traceback

_SECRET = re.compile(r"(xox[a-z]-|xapp-|ticket=)[\w-]+")


class Redacted(logging.Filter):
    """Keeps tokens and tickets out of records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace secrets in the message, and tell an error by its name and place alone."""
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            frames = "".join(traceback.format_tb(record.exc_info[2]))
            record.exc_text, record.exc_info = frames + record.exc_info[0].__qualname__, None
        return True


library_log = logging.getLogger("adapters.slack.library")
library_log.setLevel(logging.ERROR)
library_log.addFilter(Redacted())
