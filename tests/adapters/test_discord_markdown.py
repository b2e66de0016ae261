"""What people write in Discord's markdown, as spans that every chat can show."""

from adapters.discord.markdown import Names, spans_of
from bot.delivery.heard import AccountMention
from bot.ui.messages import Code
from tests.adapters.listener import marked

NAMES = Names({"12": "Ada"}, {"5": "general"}, {"4": "hosts"})
SITE = "https://x.example"


def test_words_are_read_as_discord_shows_them() -> None:
    read = {
        "Hello **bold _both_** and *em* __under__ ~~no~~": "Hello *bold both* and em under ~~no~~",
        "***both*** ||a spoiler||": "*both* (spoiler) a spoiler",
        r"\*as it is\* \<@12>": "*as it is* <@12>",
        "snake_case_name, 2 * 3 * 4, **unclosed, a_": "snake_case_name, 2 * 3 * 4, **unclosed, a_",
        "# A title\nand *more*\n-# small": "*A title*\nand more\nsmall",
        "> quoted\n- one\n- two": "> quoted\n- one\n- two",
        f"[**here**]({SITE}/a_(b)) **{SITE}** ({SITE}/c).": (
            f"here<{SITE}/a_(b)> {SITE}<{SITE}> ({SITE}/c<{SITE}/c>)."
        ),
        f"<{SITE}> [no](javascript:x)": f"{SITE}<{SITE}> [no](javascript:x)",
        "<@12> <@!13> <#5> <#6> <@&4> <@&7>": "@Ada @13 #general #channel @hosts @group",
        "@everyone and @here": "@everyone and @here",
        "<:party:1> <a:wave:2> :smile:": ":party: :wave: :smile:",
        "<t:1764500000:t> <t:1764500000:d>": "10:53 UTC Sun 30 Nov 2025",
        "<t:1764500000> <t:99999999999999>": "Sun 30 Nov 2025 10:53 UTC <t:99999999999999>",
        "": "",
        "  \n ": "",
    }
    assert {text: marked(spans_of(text, NAMES)) for text in read} == read


def test_code_stays_code_with_nothing_read_in_it() -> None:
    read = spans_of("`a*b*` ``c`d`` </kindred help:1> ```py\nx = '<@12>'\n```", NAMES)
    found = [each.text for each in read if isinstance(each, Code)]
    assert found == ["a*b*", "c`d", "/kindred help", "x = '<@12>'"]
    assert not [each for each in read if isinstance(each, AccountMention)]


def test_however_many_marks_there_are_nothing_is_lost_but_they() -> None:
    for part in ("**", "*a ", "*_", "[a", "`", "||*_**", "```a", "`a``b", "<", "\\"):
        said = f"{part * (2_000 // len(part))}end"
        assert marked(spans_of(said)).replace("*", "").endswith("end"), part
