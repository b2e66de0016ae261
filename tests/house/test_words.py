"""Every translation says what the English texts say, with the same things put in."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from bot.bootstrap import registry
from bot.bootstrap.texts import misnamed_commands, word_books
from bot.routing.command_line import read_line
from bot.ui.capabilities import FLOOR
from bot.ui.commands import NamedCommand, named_commands
from bot.ui.forms import misfits
from bot.ui.languages import in_language

ROOT = Path(__file__).parents[2]

_PLURALS = ("zero", "one", "two", "few", "many", "other")


def texts_in(file: Path) -> dict[str, str]:
    """The texts of a file of words, by key."""
    parts = re.split(r"^## +(\S+) *$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = [(key, text.strip()) for key, text in zip(parts[1::2], parts[2::2], strict=True)]
    assert len({key for key, _ in found}) == len(found), f"{file} has a key twice"
    return dict(found)


def translations() -> Iterator[Path]:
    for top in ("bot", "adapters"):
        files = (ROOT / top).rglob("messages/*.md")
        yield from (file for file in sorted(files) if file.stem != "en")


def only_in_english(file: Path) -> tuple[str, ...]:
    """How the keys begin of what needs no translation, as the English file says above its texts."""
    above = file.read_text(encoding="utf-8").partition("\n## ")[0]
    return tuple(re.findall(r"`([^`]+)`", above.partition("Only in English")[2]))


def test_no_title_of_the_file_stands_in_a_text() -> None:
    files = [*ROOT.glob("bot/**/messages/*.md"), *ROOT.glob("adapters/**/messages/*.md")]
    found = [
        f"{file}: {key}"
        for file in files
        for key, text in texts_in(file).items()
        if re.search("^# ", text, flags=re.MULTILINE)
    ]
    assert found == []


def english(file: Path) -> dict[str, str]:
    return texts_in(file.with_name("en.md"))


def stem(key: str) -> str:
    """The key without its plural form."""
    start, _, end = key.rpartition(".")
    return start if end in _PLURALS else key


def model(key: str, texts: dict[str, str]) -> str:
    """The English text that a translated one stands for; plural forms may be others."""
    return texts[key] if key in texts else texts[f"{stem(key)}.other"]


def put_in(text: str) -> set[str]:
    """What is put into a text; a plural form may leave out the number itself."""
    return set(re.findall(r"\{(\w+)\}", text)) - {"count"}


def typed(text: str) -> list[str]:
    """The commands in a text, with the names of options, without what is filled into them."""
    codes = re.findall(r"`([^`]+)`", text)
    blank = (re.sub(r'\[(\w+): [^\]]*\]|"[^"]*"', r"[\1]", code) for code in codes)
    return sorted(code if code.startswith(("/", "kindred")) else "…" for code in blank)


every_translation = pytest.mark.parametrize(
    "file", list(translations()), ids=lambda file: str(file.relative_to(ROOT))
)


@every_translation
def test_a_translation_has_no_text_that_english_lacks(file: Path) -> None:
    texts = english(file)
    stems = {stem(key) for key in texts if key.endswith(".other")}
    unknown = [key for key in texts_in(file) if key not in texts and stem(key) not in stems]
    assert unknown == []


@every_translation
def test_a_translation_says_all_that_members_read(file: Path) -> None:
    exempt = only_in_english(file.with_name("en.md"))
    said = {stem(key) for key in texts_in(file)}
    missing = [key for key in english(file) if not key.startswith(exempt) and stem(key) not in said]
    assert missing == []


def test_features_speak_english_alone_only_in_a_terminal() -> None:
    files = ROOT.glob("bot/features/**/messages/en.md")
    assert {start for file in files for start in only_in_english(file)} == {"grant."}


@every_translation
def test_a_translation_has_every_plural_form_of_its_language(file: Path) -> None:
    # What has no form of its own, as French millions may not, is said as "other".
    forms = {"other", *Locale.parse(file.stem, sep="-").plural_form.tags} - {"many"}
    counted = {stem(key) for key in english(file) if key.endswith(".other")}
    said = texts_in(file)
    begun = {stem(key) for key in said} & counted
    assert [f"{key}.{form}" for key in begun for form in forms if f"{key}.{form}" not in said] == []


@every_translation
def test_a_translation_puts_in_the_same_things(file: Path) -> None:
    texts = english(file)
    wrong = []
    for key, text in texts_in(file).items():
        if key not in texts and f"{stem(key)}.other" not in texts:
            continue
        original = model(key, texts)
        if put_in(text) != put_in(original):
            wrong.append(f"{key}: {put_in(text)} for {put_in(original)}")
        if text.count("**") != original.count("**"):
            wrong.append(f"{key}: other **strong** words")
        if typed(text) != typed(original):
            wrong.append(f"{key}: {typed(text)} for {typed(original)}")
    assert wrong == []


@every_translation
def test_a_translated_text_is_not_empty(file: Path) -> None:
    texts = english(file)
    assert [k for k, text in texts_in(file).items() if not text and model(k, texts)] == []


@every_translation
def test_what_stands_on_buttons_fits_the_floor(file: Path) -> None:
    long = [
        key
        for key, text in texts_in(file).items()
        if "button" in key.split(".") and len(text) > FLOOR.button_label
    ]
    assert long == []


@pytest.mark.parametrize("locale", sorted({file.stem for file in translations()}))
def test_every_form_fits_the_floor_in_every_language(locale: str) -> None:
    with in_language(locale):
        long = {route.spec.key: misfits(route.spec) for route in registry().forms.values()}
    assert {key: found for key, found in long.items() if found} == {}


def test_forms_are_put_into_words_when_they_are_shown() -> None:
    # What is a plain text already, was put into words at import: in English.
    said = []
    for spec in (route.spec for route in registry().forms.values()):
        labels = [spec.title, *(page.title for page in spec.pages)]
        labels += [label for f in spec.fields.values() for label in (f.kind.label, f.kind.hint)]
        said += [f"{spec.key}: {label}" for label in labels if isinstance(label, str) and label]
    assert said == []


# Commands that texts name -----------------------------------------------------------------------


def test_every_command_that_a_text_names_exists_with_its_options_in_every_language() -> None:
    books = word_books(registry())
    assert misnamed_commands(registry()) == []
    named = {(locale, command.name) for book in books for locale, _, command in book.commands()}
    assert {locale for locale, _ in named} == {"en", "fr"}
    assert len(named) > 25


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (NamedCommand("kindred nonsense"), "`/kindred nonsense`: there is no such command"),
        (NamedCommand("kindred find", ("where",)), "has no option 'where'"),
    ],
)
def test_a_button_names_only_commands_and_options_that_there_are(
    command: NamedCommand, fault: str
) -> None:
    (found,) = misnamed_commands(registry(), [command])
    assert fault in found
    assert {"kindred help", "facilitate import"} <= {each.name for each in named_commands()}


@pytest.mark.slow("reads every file")
def test_a_command_in_code_is_named_where_it_can_be_checked() -> None:
    astray = []
    for file in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        above = {
            id(node) for top in tree.body if isinstance(top, ast.Assign) for node in ast.walk(top)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="named")) if id(node) not in above:
                    astray.append(f"{file.relative_to(ROOT)}:{node.lineno}")
                case ast.Call(
                    func=ast.Name(id="SlashCommand"), args=[ast.Constant(value=said), *_]
                ):
                    if said:
                        astray.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert astray == []


# What is said to others ------------------------------------------------------------------------


def said_to_others() -> Iterator[tuple[str, ast.expr]]:
    """What the core hands to the outbox to be said, with where it does so."""
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="outbox"), attr=act)):
                    if act in ("post", "edit"):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", node.args[1]


@pytest.mark.slow("reads every file")
def test_what_is_said_to_others_is_composed_in_their_language() -> None:
    # A view that is called there and then speaks the language of whoever caused it to be said.
    ready_made = [
        where
        for where, said in said_to_others()
        if isinstance(said, ast.Call) and ast.unparse(said.func) != "partial"
    ]
    assert len(list(said_to_others())) > 10
    assert ready_made == []


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_what_the_web_chat_suggests_to_try_exists(locale: str) -> None:
    texts = texts_in(ROOT / f"adapters/web/messages/{locale}.md")
    lines = [
        line for key, text in texts.items() if key.startswith("try.") for line in text.split("\n")
    ]
    typed_lines = [line for line in lines if line.startswith("/")]
    assert typed_lines or locale != "en"
    for line in typed_lines:
        assert read_line(registry(), line).command, line
