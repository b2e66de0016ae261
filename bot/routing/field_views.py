"""A declared field as it is shown: with what stands in it, and what is wrong with that."""

from collections.abc import Sequence

from bot.routing.interaction import FieldView
from bot.ui.fields import Raw, ShortText, Upload, offered, room, worded
from bot.ui.forms import Field
from bot.ui.messages import Option


def view_of(
    field: Field,
    value: Raw,
    options: Sequence[Option] | None = None,
    error: str = "",
    account: str = "",
    label: str = "",
) -> FieldView:
    """The field in the language that is being spoken; under a `label` of its own, if it has one."""
    kind = field.kind
    options = offered(kind) if options is None else options
    return FieldView(
        name=field.name,
        kind=kind.name,
        label=label or worded(kind.label),
        hint=worded(kind.hint),
        required=field.required,
        max_length=room(kind),
        options=tuple(options),
        value=value,
        error=error,
        accept=kind.extensions if isinstance(kind, Upload) else (),
        account=account,
        known_as=kind.known_as if isinstance(kind, ShortText) else "",
    )
