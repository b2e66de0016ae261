"""Slack's documented limits on blocks. Source: https://docs.slack.dev/reference/block-kit/blocks."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.adapters.slack_element_rules import Judge
from tests.adapters.slack_forms import elements_of

Json = dict[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
TABLE_TEXT = 10_000
EVERYWHERE = {"message", "modal", "home"}
SHOWN_IN: dict[str, set[str]] = {
    "section": EVERYWHERE,
    "divider": EVERYWHERE,
    "image": EVERYWHERE,
    "actions": EVERYWHERE,
    "context": EVERYWHERE,
    "header": EVERYWHERE,
    "rich_text": EVERYWHERE,
    "input": {"modal", "home"},
    "markdown": {"message"},
    "table": {"message"},
    "alert": {"modal"},
}
STYLES = {
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
}
# Inline elements of rich text: what each must have, and what it may have.
INLINE: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"text"}, {"style"}),
    "link": ({"url"}, {"text", "unsafe", "style"}),
    "user": ({"user_id"}, {"style"}),
    "usergroup": ({"usergroup_id"}, {"style"}),
    "channel": ({"channel_id"}, {"style"}),
    "emoji": ({"name"}, {"unicode", "style", "url"}),
    "date": ({"timestamp", "format"}, {"url", "fallback", "style"}),
    "broadcast": ({"range"}, {"style"}),
    "color": ({"value"}, {"style"}),
    "team": ({"team_id"}, {"style"}),
}
RICH: dict[str, set[str]] = {
    "rich_text_section": set(),
    "rich_text_quote": {"border"},
    "rich_text_preformatted": {"border", "language"},
    "rich_text_list": {"style", "indent", "offset", "border"},
}


@lru_cache(maxsize=2_000)
def fault_by_sdk(block: str) -> str:
    """What the SDK's own models object to, if anything: the same block is shown again and again."""
    try:
        parsed = Block.parse(json.loads(block))
        if parsed is None:
            return "unknown to the SDK"
        parsed.to_dict()
    except SlackObjectFormationError as error:
        return str(error)
    return ""


class BlockJudge(Judge):
    """Judges the blocks of one message or view."""

    def blocks(self, blocks: object, path: str = "/blocks") -> None:
        """Check a whole list of blocks."""
        if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
            self.fault("must be an array of blocks", path)
            return
        most = MOST_BLOCKS[self.surface]
        if len(blocks) > most:
            self.fault(f"no more than {most} items allowed", path)
        if not blocks and self.surface != "message":
            self.fault("no fewer than 1 items allowed", path)
        for n, block in enumerate(blocks):
            self.block(block, f"{path}/{n}")
        self._unique([block.get("block_id") for block in blocks], "block_id", path)
        if sum(block.get("type") == "table" for block in blocks) > 1:
            self.fault("only one table is allowed in a message", path)

    def _unique(self, ids: Sequence[object], name: str, path: str) -> None:
        given = [each for each in ids if each is not None]
        for twice in sorted({str(each) for each in given if given.count(each) > 1}):
            self.fault(f"`{name}` already exists: {twice}", path)

    def block(self, block: Json, path: str) -> None:
        """Check one block, by the documented limits and by the SDK's own models."""
        kind = block.get("type")
        if kind not in SHOWN_IN:
            self.fault(f"unsupported type: {kind}", path)
            return
        if self.surface not in SHOWN_IN[kind]:
            self.fault(f"{kind} is not shown in a {self.surface}", path)
        self.string(block, "block_id", path, 255)
        before = len(self.faults)
        check: Callable[[Json, str], None] = getattr(self, f"_{kind}")
        try:
            check(block, path)
            self._unique([e.get("action_id") for e in elements_of(block)], "action_id", path)
            if len(self.faults) == before:
                self._by_sdk(block, path)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self.fault(f"malformed {kind}: {error!r}", path)

    def _by_sdk(self, block: Json, path: str) -> None:
        if fault := fault_by_sdk(json.dumps(block)):
            self.fault(fault, path)

    # Each kind of block ------------------------------------------------------------------------

    def _section(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type"}, {"block_id", "text", "fields", "accessory", "expand"})
        if block.get("text") is None and block.get("fields") is None:
            self.fault("text or fields is required", path)
        self.text(block, "text", path, 3000, plain=False)
        for n, field in enumerate(self.items(block, "fields", path, 10)):
            self.text_object(field, f"{path}/fields/{n}", 2000, plain=False)
        if block.get("accessory") is not None:
            self.element(block["accessory"], f"{path}/accessory", "accessory")

    def _divider(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type"}, {"block_id"})

    def _image(self, block: Json, path: str) -> None:
        may = {"block_id", "image_url", "slack_file", "title"}
        self.keys(block, path, {"type", "alt_text"}, may)
        self.picture(block, path)
        self.text(block, "title", path, 2000)

    def _actions(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "elements"}, {"block_id"})
        for n, element in enumerate(self.items(block, "elements", path, 25)):
            self.element(element, f"{path}/elements/{n}", "actions")

    def _context(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "elements"}, {"block_id"})
        for n, element in enumerate(self.items(block, "elements", path, 10)):
            if element.get("type") == "image":
                self.element(element, f"{path}/elements/{n}", "context")
            else:
                self.text_object(element, f"{path}/elements/{n}", 3000, plain=False)

    def _header(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "text"}, {"block_id"})
        self.text(block, "text", path, 150)

    def _input(self, block: Json, path: str) -> None:
        may = {"block_id", "hint", "optional", "dispatch_action"}
        self.keys(block, path, {"type", "label", "element"}, may)
        self.text(block, "label", path, 2000)
        self.text(block, "hint", path, 2000)
        self.element(block["element"], f"{path}/element", "input")
        for key in ("optional", "dispatch_action"):
            if not isinstance(block.get(key, False), bool):
                self.fault("must be a boolean", f"{path}/{key}")

    def _markdown(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "text"}, {"block_id"})
        self.string(block, "text", path, 12_000)

    def _alert(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "text"}, {"block_id", "level"})
        self.text(block, "text", path, 3000, plain=False)

    # Tables ------------------------------------------------------------------------------------

    def _table(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "rows"}, {"block_id", "column_settings"})
        rows = block["rows"]
        if not 1 <= len(rows) <= 100:
            self.fault("between 1 and 100 rows allowed", f"{path}/rows")
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            self.fault("rows must be of one length", f"{path}/rows")
        if not all(1 <= width <= 20 for width in widths):
            self.fault("between 1 and 20 columns allowed", f"{path}/rows")
        if len(block.get("column_settings") or ()) > 20:
            self.fault("no more than 20 items allowed", f"{path}/column_settings")
        letters = 0
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                letters += self._cell(cell, f"{path}/rows/{n}/{m}")
        if letters > TABLE_TEXT:
            self.fault(f"no more than {TABLE_TEXT} characters in a table", path)

    def _cell(self, cell: Json, path: str) -> int:
        kind = cell.get("type")
        if kind == "rich_text":
            self._rich_text(cell, path)
            return rich_length(cell)
        if kind not in {"raw_text", "raw_number"}:
            self.fault(f"unsupported type: {kind} in a table", path)
        self.keys(cell, path, {"type", "text"}, {"value"} if kind == "raw_number" else ())
        self.string(cell, "text", path, TABLE_TEXT)
        return len(str(cell.get("text", "")))

    # Rich text ---------------------------------------------------------------------------------

    def _rich_text(self, block: Json, path: str) -> None:
        self.keys(block, path, {"type", "elements"}, {"block_id"})
        for n, part in enumerate(self.items(block, "elements", path, 10_000)):
            self._rich_part(part, f"{path}/elements/{n}")

    def _rich_part(self, part: Json, path: str) -> None:
        kind = part.get("type")
        if kind not in RICH:
            self.fault(f"unsupported type: {kind} in rich_text", path)
            return
        self.keys(part, path, {"type", "elements"}, RICH[kind])
        if kind == "rich_text_list":
            self._rich_list(part, path)
            return
        allowed = {"text", "link"} if kind == "rich_text_preformatted" else set(INLINE)
        for n, inline in enumerate(self.items(part, "elements", path, 10_000, 0)):
            self._inline(inline, f"{path}/elements/{n}", allowed)

    def _rich_list(self, part: Json, path: str) -> None:
        if part.get("style") not in {"bullet", "ordered"}:
            self.fault("must be one of bullet, ordered", f"{path}/style")
        if not 0 <= part.get("indent", 0) <= 8:
            self.fault("must be between 0 and 8", f"{path}/indent")
        for n, item in enumerate(self.items(part, "elements", path, 10_000)):
            here = f"{path}/elements/{n}"
            if item.get("type") != "rich_text_section":
                self.fault("a list holds only rich_text_section", here)
            self._rich_part(item, here)

    def _inline(self, inline: Json, path: str, allowed: set[str]) -> None:
        kind = inline.get("type")
        if kind not in allowed:
            self.fault(f"unsupported type: {kind} in rich text", path)
            return
        must, may = INLINE[kind]
        self.keys(inline, path, must | {"type"}, may)
        for key in must - {"timestamp"}:
            self.string(inline, key, path, 10**6)
        if kind == "date" and not isinstance(inline.get("timestamp"), int):
            self.fault("must be a whole number", f"{path}/timestamp")
        if kind == "broadcast" and inline.get("range") not in {"here", "channel", "everyone"}:
            self.fault("must be one of here, channel, everyone", f"{path}/range")
        style = inline.get("style") or {}
        if set(style) - STYLES or not all(isinstance(on, bool) for on in style.values()):
            self.fault("must be an object of style flags", f"{path}/style")


def rich_length(part: Any) -> int:
    """Return how many characters of text stand in a rich text."""
    if isinstance(part, list):
        return sum(rich_length(each) for each in part)
    if not isinstance(part, dict):
        return 0
    own = len(part["text"]) if isinstance(part.get("text"), str) else 0
    return own + rich_length(part.get("elements"))
