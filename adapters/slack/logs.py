"""What the library may log: errors, without the secrets that its messages may hold."""

import logging
import re
import traceback

_SECRET = re.compile(r"(xox[a-z]-|xapp-|ticket=)[\w-]+")


class Redacted(logging.Filter):
    """Keeps tokens and tickets out of records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace secrets in the message and in the traceback."""
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
        if record.exc_info:
            told = "".join(traceback.format_exception(*record.exc_info))
            record.exc_text, record.exc_info = _SECRET.sub(r"\1…", told), None
        return True


library_log = logging.getLogger("adapters.slack.library")
library_log.setLevel(logging.ERROR)
library_log.addFilter(Redacted())
