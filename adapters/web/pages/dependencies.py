"""What all pages are made with."""

from dataclasses import dataclass

from adapters.web.event_streams import EventStreams
from adapters.web.interactions import Interactions
from adapters.web.pages.session import Sessions
from adapters.web.ports import Demo, Ready, WebWork
from adapters.web.settings import WebSettings
from adapters.web.uploads import WebUploads
from bot.community.clock import Clock
from bot.routing.files import FileMaker
from bot.routing.pages import Pages
from bot.routing.registry import Registry
from bot.work import OpenWork


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Given to `create_app`, or made by it. Login links last by the machine's clock."""

    registry: Registry
    open_work: OpenWork[WebWork]
    clock: Clock
    machine_clock: Clock
    settings: WebSettings
    demo: Demo | None
    ready: Ready
    event_streams: EventStreams
    interactions: Interactions
    pages: Pages
    file_maker: FileMaker
    uploads: WebUploads
    sessions: Sessions
