"""Files that are given with a form, for as long as the request lasts that brought them."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from starlette.datastructures import FormData, UploadFile

from adapters.web.refs import PLATFORM
from bot.community.people import Ref
from bot.routing.files import FileGone
from bot.ui.content import Gathered, gather
from bot.ui.fields import Raw
from bot.ui.files import GivenFile

_PIECE = 64 * 1024
_FIELD = "file."


class WebUploads:
    """The files of the requests that are being answered (`bot.routing.files.FileSource`)."""

    def __init__(self) -> None:
        self._held: dict[str, UploadFile] = {}

    @contextmanager
    def holding(self, form: FormData) -> Iterator[dict[str, Raw]]:
        """Hold what was chosen in a form's fields for files; gives their values, by field."""
        values, ids = dict[str, Raw](), list[str]()
        for key in form:
            chosen = form.get(key)
            if key.startswith(_FIELD):
                name = key.removeprefix(_FIELD)
                values[name] = ""
                if isinstance(chosen, UploadFile) and chosen.filename:
                    ids.append(secrets.token_urlsafe(16))
                    self._held[ids[-1]] = chosen
                    file = GivenFile(PLATFORM, ids[-1], chosen.filename, chosen.size or 0)
                    values[name] = file.as_typed()
        try:
            yield values
        finally:
            for id_ in ids:
                del self._held[id_]

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        """What is in a file of a request that is being answered."""
        upload = self._held.get(file.id)
        if upload is None:
            raise FileGone("no upload of this request")
        await upload.seek(0)
        return await gather(_pieces(upload), most)


async def _pieces(upload: UploadFile) -> AsyncIterator[bytes]:
    while piece := await upload.read(_PIECE):
        yield piece
