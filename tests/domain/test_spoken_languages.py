"""Languages that people speak: codes, whatever they are written as."""

from bot.community.spoken_languages import codes_only, language_code, language_codes, language_name
from bot.ui.languages import in_language


def test_a_language_is_the_same_in_whatever_way_it_is_written() -> None:
    said = {
        **dict.fromkeys(("EN", "English", "anglais", "Englisch", "inglés", "ENGLISH", "eng"), "en"),
        **dict.fromkeys(("en-GB", "en_US", "British English", "English (fluent)"), "en"),
        **dict.fromkeys(("français", "Francais", "French - basic", "FR", "fra"), "fr"),
        **dict.fromkeys(("Cymraeg", "Welsh", "gallois", "cy"), "cy"),
        **dict.fromkeys(("中文", "Mandarin", "Chinese", "zh-Hant"), "zh"),
        **dict.fromkeys(("हिन्दी", "Hindi"), "hi"),
        **dict.fromkeys(("Farsi", "Persian", "فارسی"), "fa"),
        **dict.fromkeys(("BSL", "British Sign Language"), "bfi"),
    }
    assert {each: language_code(each) for each in said} == said
    for unknown in ("", "Elvish", "any", "speak to me", "English and French", "xx"):
        assert language_code(unknown) == "", unknown


def test_words_that_name_no_language_stay_as_they_are_and_keep_nobody_apart() -> None:
    assert language_codes(("EN", "Elvish", "anglais")) == ("en", "Elvish")
    assert codes_only(("English", "Elvish")) == codes_only(("en",)) == {"en"}
    assert not codes_only(("Elvish",))


def test_languages_are_shown_in_the_language_of_the_reader() -> None:
    assert language_name("cy") == "Welsh"
    with in_language("fr"):
        assert language_name("cy") == "gallois"
        assert language_name("Elvish") == "Elvish"
