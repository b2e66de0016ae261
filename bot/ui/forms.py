"""Forms, declared once as dataclasses and shown by each chat as dialogs or pages.

    @form("programme", title="New programme", pages=[Page("Basics", "name", "rhythm")])
    class ProgrammeForm:
        name: Annotated[str, ShortText("Name")]
        rhythm: Annotated[str, Choice("How often", options=(…,))] = "weekly"

A label may also be a function that gives it (`words.later("key")`), and so may options: it is asked
each time the form is shown, so that everyone reads it in their own language.

A field without a default must be filled in. What arrives is text, or a list of texts for a field of
many; `parse` turns it into an instance, or raises `FieldErrors` naming every field at fault.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from dataclasses import fields as dataclass_fields
from typing import TypeVar, dataclass_transform, get_type_hints

from bot.ui.capabilities import FLOOR
from bot.ui.fields import FieldKind, Label, Raw, Upload, offered, worded
from bot.ui.folding import folded
from bot.ui.reading import Reading
from bot.ui.submit_words import SAVE
from bot.ui.words import WordBook

words = WordBook("bot")
Form = TypeVar("Form")


class FieldErrors(Exception):
    """A form that cannot be taken yet: what is wrong, by field name."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(", ".join(sorted(errors)))


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of a form."""

    name: str
    kind: FieldKind
    required: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some fields of a form under a title of their own."""

    title: Label
    names: tuple[str, ...]

    def __init__(self, title: Label, *names: str) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "names", names)


_SPECS: dict[type, "FormSpec"] = {}


@dataclass(frozen=True, slots=True)
class FormSpec:
    """What a form consists of, read off its class."""

    key: str
    title: Label
    pages: tuple[Page, ...]
    submit: Label
    fields: Mapping[str, Field]
    made_by: Callable[..., object]

    def parse(self, raw: Mapping[str, Raw], reading: Reading) -> object:
        """Read every field into an instance of the form's class; raises `FieldErrors`."""
        return self.made_by(**read_fields(self.fields.values(), raw, reading))

    def page_of(self, names: Iterable[str]) -> int:
        """The number of the first page (from 0) that has one of these fields."""
        wanted = set(names)
        return next((n for n, page in enumerate(self.pages) if wanted & set(page.names)), 0)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def form(
    key: str, *, title: Label, pages: Sequence[Page], submit: Label = SAVE
) -> Callable[[type[Form]], type[Form]]:
    """Make a form of a class: checks, at import, that every chat can show it."""

    def declare(cls: type[Form]) -> type[Form]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        kinds = get_type_hints(made, include_extras=True)
        declared = {
            f.name: Field(
                f.name,
                kinds[f.name].__metadata__[0],
                f.default is MISSING and f.default_factory is MISSING,
            )
            for f in dataclass_fields(made)  # type: ignore[arg-type]
        }
        spec = FormSpec(key, title, tuple(pages), submit, declared, made)
        _check(spec)
        _SPECS[made] = spec
        return made

    return declare


def spec_of(form_class: type) -> FormSpec:
    """What the class made by `form` consists of."""
    return _SPECS[form_class]


def read_fields(
    declared: Iterable[Field], raw: Mapping[str, Raw], reading: Reading
) -> dict[str, object]:
    """Read some fields of a form; raises `FieldErrors` that names every one at fault."""
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for field in declared:
        try:
            value = field.kind.read(raw.get(field.name, ""), reading)
        except ValueError as wrong:
            errors[field.name] = str(wrong)
            continue
        unseen = isinstance(value, str) and not folded(value)
        if field.required and (unseen or value in (None, ())):
            errors[field.name] = words.text("form.required")
        values[field.name] = value
    if errors:
        raise FieldErrors(errors)
    return values


def misfits(spec: FormSpec) -> list[str]:
    """Every text of a form, in the language being spoken, that is longer than all chats take."""
    titles = [("title", worded(title)) for title in (spec.title, *(p.title for p in spec.pages))]
    found = [f"the {where} {text!r}" for where, text in titles if len(text) > FLOOR.form_title]
    for field in spec.fields.values():
        label, hint = worded(field.kind.label), worded(field.kind.hint)
        if len(label) > FLOOR.field_label or len(hint) > FLOOR.field_hint:
            found.append(f"the label or hint of {field.name}")
        if any(len(option.label) > FLOOR.option_label for option in offered(field.kind)):
            found.append(f"an option of {field.name}")
    return found


def _check(spec: FormSpec) -> None:
    paged = [name for page in spec.pages for name in page.names]
    if sorted(paged) != sorted(spec.fields):
        raise TypeError(f"form {spec.key}: every field stands on exactly one page")
    if any(len(page.names) > FLOOR.form_fields for page in spec.pages):
        raise TypeError(f"form {spec.key}: a page has at most {FLOOR.form_fields} fields")
    uploads = {field.name for field in spec.fields.values() if isinstance(field.kind, Upload)}
    if not uploads <= set(spec.pages[-1].names):
        raise TypeError(f"form {spec.key}: a file is asked for on the last page")
    for field in spec.fields.values():
        if len(offered(field.kind)) > FLOOR.select_options:
            raise TypeError(f"form {spec.key}: {field.name} has too many options")
    if long := misfits(spec):
        raise TypeError(f"form {spec.key}: too long for some chat: {', '.join(long)}")
