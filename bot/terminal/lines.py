"""What is shown, as plain lines to read in a terminal."""

from datetime import tzinfo

from bot.community.zones import zone
from bot.routing.interaction import Dialog, FieldView, Reply, Shown, Update
from bot.ui.commands import SlashCommand
from bot.ui.files import File
from bot.ui.messages import (
    Actions,
    Block,
    Bullets,
    Button,
    Divider,
    Fields,
    Heading,
    Image,
    LinkButton,
    Mention,
    Message,
    Moment,
    Note,
    Option,
    RichText,
    Select,
    Span,
    Table,
    Text,
)

_MOMENT = {"date": "%a %d %b %Y", "time": "%H:%M %Z", "datetime": "%a %d %b %Y, %H:%M %Z"}


def lines(shown: Shown | None, zone_name: str) -> str:
    """What a chat would show, for somebody in this time zone."""
    match shown:
        case None:
            return ""
        case Reply(message=message) | Update(message=message):
            return message_lines(message, zone(zone_name))
        case Dialog():
            return _dialog(shown)


def message_lines(message: Message, zone_: tzinfo) -> str:
    """A message, a block after the other, with an empty line between."""
    return "\n\n".join(_block(block, zone_) for block in message.blocks)


def _block(block: Block, at: tzinfo) -> str:  # noqa: C901  # one arm a node
    match block:
        case Heading(text=text):
            return f"{text}\n{'─' * len(text)}"
        case Text(spans=spans):
            return _spans(spans, at)
        case Note(spans=spans):
            return f"({_spans(spans, at)})"
        case Bullets(items=items):
            return "\n".join(f"• {_spans(item, at)}" for item in items)
        case Fields(facts=facts):
            return "\n".join(f"{fact.labelled} {_spans(fact.spans, at)}" for fact in facts)
        case Image(alt=alt, url=url):
            return f"[{alt}] {url}"
        case File(name=name):
            return f"[{name}]"
        case Table(columns=columns, rows=rows):
            cells = [columns, *(tuple(_spans(cell, at) for cell in row) for row in rows)]
            return "\n".join(" | ".join(row) for row in cells)
        case Divider():
            return "─" * 40
        case Actions(controls=controls):
            return "\n".join(_control(control) for control in controls)


def _spans(spans: RichText, at: tzinfo) -> str:
    return "".join(_span(span, at) for span in spans)


def _span(span: Span, at: tzinfo) -> str:
    match span:
        case Mention(name=name):
            return f"@{name}"
        case Moment(at=instant, style=style):
            return instant.astimezone(at).strftime(_MOMENT[style])
        case SlashCommand(line=line):
            return line
        case _:
            return span.text


def _control(control: Button | LinkButton | Select) -> str:
    match control:
        case Button(label=label, action=action, value=value):
            return f"[{label}]  --press {action}:{value}"
        case LinkButton(label=label, url=url):
            return f"[{label}]  {url}"
        case Select(placeholder=placeholder, action=action, options=options):
            offered = (f"  {o.label}  --press {action}:{o.value}" for o in options)
            return "\n".join([f"[{placeholder}]", *offered])


def _dialog(dialog: Dialog) -> str:
    page = f"page {dialog.page + 1} of {dialog.pages}: {dialog.page_title}"
    head = f"{dialog.title} ({page})"
    body = "\n".join(_field(field) for field in dialog.fields)
    how = f'Fill it in with: --submit {dialog.form} --values \'{{"name": "value", …}}\''
    return f"{head}\n{'─' * len(head)}\n{body}\n\n{how}"


def _option(option: Option) -> str:
    same = option.label == option.value
    return option.value if same else f"{option.value} ({option.label})"


def _field(field: FieldView) -> str:
    value = field.value if isinstance(field.value, str) else "; ".join(field.value)
    marks = " (needed)" if field.required else ""
    hint = f"\n    {field.hint}" if field.hint else ""
    options = ", ".join(_option(option) for option in field.options)
    choices = f"\n    one of: {options}" if options else ""
    error = f"\n    ! {field.error}" if field.error else ""
    return f"{field.name}{marks} — {field.label}: {value or '…'}{hint}{choices}{error}"
