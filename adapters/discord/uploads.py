"""Files that go with a message to Discord: a part of the request each, beside its JSON.

They are sent piece by piece, never read whole. docs: reference, "Uploading Files".
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from bot.routing.files import Attached
from bot.ui.content import Gathered

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """What is in a file, and of which kind it is; there until the message's files are let go of."""

    content: Gathered
    media_type: str


Uploads = Mapping[str, Upload]
"""Files by their names."""


def uploads_of(attached: Attached) -> dict[str, Upload]:
    """The files of a message that were made for it."""
    return {file.name: Upload(made, file.media_type) for file, made in attached.files}


def named_in(body: Json | list[Json] | None) -> list[Json]:
    """The files that a request says go with it: those of its message's own, or of its answer's."""
    if not isinstance(body, dict):
        return []
    data = body.get("data")
    found: list[Json] = (data if isinstance(data, dict) else body).get("attachments") or []
    return found


@contextmanager
def form_fields(body: Json | list[Json] | None, uploads: Uploads) -> Iterator[list[Json]]:
    """A request with files as the fields of a form, as long as it is on its way.

    There are none if no file goes with it.
    """
    named = [each for each in named_in(body) if each["filename"] in uploads]
    with ExitStack() as held:
        files = [_field(each, uploads[each["filename"]], held) for each in named]
        yield [{"name": "payload_json", "value": json.dumps(body)}, *files] if files else []


def _field(named: Json, upload: Upload, held: ExitStack) -> Json:
    return {
        "name": f"files[{named['id']}]",
        "value": held.enter_context(upload.content.opened()),
        "filename": named["filename"],
        "content_type": upload.media_type,
    }
