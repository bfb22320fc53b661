"""The report pages in a real browser: they open, filter, jump, compare, sort, and let nothing in or out.

Needs Chromium and the ``browser`` extra. ``DEDUP_SCREENSHOTS=folder`` keeps pictures to look at.
"""

from __future__ import annotations

import os
import pathlib

import pytest

from dedup import clean
from dedup.report import overview, page
from tests.report.made import LEAD, PARAGRAPHS, bridge, made

pytestmark = pytest.mark.slow

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
EXAMPLE = pathlib.Path(__file__).parents[2] / "examples" / "bridge.html"
ATTACK = (
    "<script>window.pwned = 1</script>",
    '<img src="http://attacker.example/x.png" onerror="window.pwned = 1">',
    "</del></div></li></ol><style>*{display:none}</style><iframe src='http://attacker.example'></iframe>",
    '" onmouseover="window.pwned=1" x="',
    "\u202ereversed \x1b[2J\x00 and a very" + "long" * 300 + " word",
)


@pytest.fixture
def visit(browser, tmp_path, request):
    """Opens a page; at the end nothing may have been said on the console and nothing asked from outside."""
    complaints, contexts = [], []

    def go(html, size="desktop", **options):
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on(
            "request", lambda asked: asked.url.startswith(("file:", "data:")) or complaints.append(asked.url)
        )
        tab.goto(path.as_uri())
        return tab

    yield go
    for context in contexts:
        _picture(context.pages[0], request.node.name)
        context.close()
    assert complaints == []


def _picture(tab, name):
    folder = os.environ.get("DEDUP_SCREENSHOTS")
    if folder:
        tab.screenshot(path=os.path.join(folder, f"{name}.png"))


def in_view(tab, selector):
    """Whether an element stands between the bar above and the panel below."""
    tab.wait_for_timeout(50)
    return tab.locator(selector).evaluate(
        """e => { const box = e.getBoundingClientRect(), panel = document.querySelector("#compare");
             const bottom = panel.hidden ? innerHeight : panel.getBoundingClientRect().top;
             return box.top >= 0 && box.bottom <= bottom + 1 }"""
    )


def sideways(tab):
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def long_article(count=300):
    """Every second paragraph repeats the one before it."""
    paragraphs = [text for at in range(count) for text in (f"{at}. {LEAD}", f"{at}. {LEAD.lower()} Again.")]
    return made(paragraphs, [(2 * at + 1, "repeat.near", 2 * at) for at in range(count)])


@pytest.mark.parametrize("size", SIZES)
def test_a_click_on_a_repeat_goes_to_its_twin_and_shows_both(visit, size):
    tab = visit(page.render(bridge()), size, reduced_motion="reduce")
    tab.click("#p2 del")
    panel = tab.locator("#compare")
    assert panel.is_visible()
    assert in_view(tab, "#p0")
    assert tab.evaluate("document.activeElement.id") == "p0"
    assert "close" in panel.locator("mark").all_inner_texts()
    assert "shut" in panel.locator("mark").all_inner_texts()
    _picture(tab, f"compare-{size}")
    panel.get_by_text("Back to paragraph 2").click()
    assert tab.evaluate("document.activeElement.id") == "p2"
    tab.keyboard.press("Escape")
    assert panel.is_hidden()
    assert sideways(tab) == 0


def test_rules_can_be_switched_off_and_on(visit):
    tab = visit(page.render(bridge()))
    box = tab.locator("input[data-rule='repeat.near']")
    box.uncheck()
    assert tab.locator("#p2").is_hidden()
    assert tab.locator("#p3").is_visible()
    assert tab.locator("#place").inner_text() == "1 struck"
    box.check()
    assert tab.locator("#p2").is_visible()


def test_what_stays_and_what_went(visit):
    tab = visit(page.render(bridge()))
    tab.get_by_label("What stays").check()
    assert [tab.locator(f"#p{at}").is_visible() for at in range(6)] == [True, True, False, False, True, True]
    tab.get_by_label("What went").check()
    assert [tab.locator(f"#p{at}").is_visible() for at in range(6)] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]


def test_near_misses_on_request(visit):
    tab = visit(page.render(bridge()))
    assert tab.locator(".spared").is_hidden()
    tab.get_by_label("Near misses").check()
    assert tab.locator(".spared").is_visible()


def test_the_keyboard_alone(visit):
    tab = visit(page.render(bridge()), reduced_motion="reduce")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "p2"
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "p2"
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.id") == "p3"
    tab.locator("#p2 summary").focus()
    tab.keyboard.press("Enter")
    tab.locator("#p2 a.jump").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#compare").is_visible()


def focused(tab):
    """The name of what has the focus, as a reader hears it."""
    return tab.evaluate(
        """() => { const at = document.activeElement, label = at.closest("label") ?? at;
             return at.getAttribute("aria-label") ?? label.innerText.trim().replace(/\\s+/g, " ") }"""
    )


def test_tab_goes_through_the_switches_and_then_from_paragraph_to_paragraph(visit):
    tab = visit(page.render(bridge()))
    order = []
    for _ in range(14):
        tab.keyboard.press("Tab")
        order.append(focused(tab))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", order[-1]
    assert order == [
        "To the article", "boilerplate.related 1", "repeat.near 1", "Everything", "Near misses 1", "Previous", "Next",
        "Paragraph 0", "Paragraph 1", "Paragraph 2, struck out",
        "repeat.near: says again what stands in paragraph 0 (71% of their 5-letter groups are the same)",
        "Paragraph 3, struck out", "Paragraph 4", "Paragraph 5",
    ]  # fmt: skip


def test_the_whole_work_by_keyboard(visit):
    """Switch a rule off and on, look at what went, ask for near misses, compare, close: no mouse."""
    tab = visit(page.render(bridge()), reduced_motion="reduce")

    def to(name):
        for _ in range(40):
            tab.keyboard.press("Tab")
            if focused(tab) == name:
                return
        raise AssertionError(f"{name} cannot be reached")

    to("repeat.near 1")
    tab.keyboard.press("Space")
    assert tab.locator("#p2").is_hidden()
    tab.keyboard.press("Space")
    to("Everything")
    tab.keyboard.press("ArrowRight")
    assert tab.locator("#p3").is_hidden()
    tab.keyboard.press("ArrowRight")
    assert tab.locator("#p0").is_hidden()
    assert tab.locator("#p3").is_visible()
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowLeft")
    to("Near misses 1")
    tab.keyboard.press("Space")
    assert tab.locator("#p5 .spared").is_visible()
    to("Next")
    tab.keyboard.press("Enter")
    assert tab.locator("#place").inner_text() == "1 of 2"
    tab.locator("#p2 summary").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert focused(tab) == "Go to paragraph 0"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "p0"
    tab.keyboard.press("Escape")
    assert tab.locator("#compare").is_hidden()
    assert tab.evaluate("document.activeElement.id") == "p2"


def test_what_a_screen_reader_is_told(visit):
    tab = visit(page.render(bridge()), reduced_motion="reduce")
    tree = tab.locator("body").aria_snapshot()
    for line in (
        '- heading "Old bridge to close" [level=1]',
        '- navigation "What is shown":',
        '- group "Struck by":',
        '- checkbox "repeat.near 1" [checked]',
        '- group "Show":',
        '- radio "Everything" [checked]',
        '- checkbox "Near misses 1"',
        '- button "Next"',
        "- status: 2 struck",
        "- main:",
        '- link "Paragraph 0":',
        '- link "Paragraph 2, struck out":',
        "- deletion: The council voted on Tuesday to shut",
    ):
        assert line in tree, line
    assert "has the phrase “Also Read:”" in tree
    assert "Two passages compared" not in tree
    tab.click("#p2 del")
    panel = tab.locator("#compare").aria_snapshot()
    assert '- region "Two passages compared":' in panel
    assert '- heading "Paragraph 0 stays" [level=2]' in panel
    assert '- button "Close (Esc)"' in panel
    assert "- mark: close" in panel


def test_what_a_screen_reader_is_told_of_a_corpus(visit):
    results = [(f"article {at}", bridge()) for at in range(3)]
    tab = visit(overview.render(overview.summarize(results)))
    tree = tab.locator("body").aria_snapshot()
    for line in (
        '- heading "By rule" [level=2]',
        '- group "By rule":',
        '- button "Words"',
        '- row "repeat.near 3 51 73.9%":',
        '- rowheader "repeat.near"',
        '- heading "By site" [level=2]',
        '- row "news.example 3 6 69 31.9%":',
        '- group: "Old bridge to close: 23 of 72 words struck"',
    ):
        assert line in tree, line
    sorted_by = tab.locator("th[aria-sort]").all_inner_texts()
    assert sorted_by == ["Words", "Words struck"]


def test_without_its_script_everything_can_be_read(visit):
    tab = visit(page.render(bridge()), java_script_enabled=False)
    assert tab.locator("#p5 .spared").is_visible(), "near misses are there"
    assert tab.locator("nav .bar").is_hidden(), "switches that do nothing are not"
    tab.locator("#p2 summary").click()
    assert tab.locator("#p2 .pair").is_visible()
    tab.locator("#p2 a.jump").click()
    assert tab.url.endswith("#p0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(visit, scheme):
    tab = visit(page.render(bridge()), color_scheme=scheme, reduced_motion="reduce")
    tab.click("#p2 del")
    for selector in ("#p0 .text p", "#p2 del", ".why", ".summary", "#compare mark", ".chip"):
        assert contrast(tab, selector) >= 4.5, selector


def contrast(tab, selector):
    """WCAG 2 contrast of an element's text with the nearest ground that is painted."""
    ink, ground = tab.locator(selector).first.evaluate(
        """e => { const paint = colour => { const c = document.createElement('canvas').getContext('2d');
             c.fillStyle = colour; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data] };
             let at = e, ground = [0, 0, 0, 0];
             const own = e => paint(getComputedStyle(e).backgroundColor);
             for (; at && ground[3] < 255; at = at.parentElement) ground = own(at);
             return [paint(getComputedStyle(e).color), ground] }"""
    )
    one, other = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def luminance(colour):
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_print_shows_the_article_and_no_switches(visit):
    tab = visit(page.render(bridge()))
    tab.emulate_media(media="print")
    assert tab.locator("nav .bar").is_hidden()
    assert tab.locator("#p2").is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_three_hundred_removals(visit, size):
    tab = visit(page.render(long_article()), size, reduced_motion="reduce")
    assert tab.locator("#place").inner_text() == "300 struck"
    tab.click("#p599 del")
    assert in_view(tab, "#p598")
    assert sideways(tab) == 0


@pytest.mark.parametrize("size", SIZES)
def test_right_to_left(visit, size):
    lines = (
        "صوت المجلس يوم الثلاثاء على إغلاق الجسر القديم بعد العثور على شقوق في دعامتين.",
        "ستتوقف الحافلات عند السوق.",
    )
    result = made([*lines, lines[0]], [(2, "repeat.exact", 0)], title=lines[1], language="ar")
    tab = visit(page.render(result), size, reduced_motion="reduce")
    assert tab.locator("#p0 .text").evaluate("e => getComputedStyle(e).direction") == "rtl"
    tab.click("#p2 del")
    assert tab.locator("#compare").is_visible()
    assert sideways(tab) == 0


@pytest.mark.parametrize("size", SIZES)
def test_chinese(visit, size):
    lines = (
        "市议会星期二投票决定关闭旧桥，因为潜水员在两个桥墩上发现了裂缝。" * 4,
        "公共汽车将停在市场广场。",
    )
    again = lines[0].replace("星期二", "周二")
    tab = visit(page.render(made([*lines, again], [(2, "repeat.near", 0)], language="zh")), size)
    tab.click("#p2 del")
    assert tab.locator("#compare mark").count() > 0
    assert sideways(tab) == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_hostile_article_does_nothing(visit, size):
    result = made(
        [*ATTACK, *PARAGRAPHS],
        [(7, "repeat.near", 5), (8, 'x."><script>window.pwned=1</script>', ATTACK[0], 0.9, ATTACK[1])],
        title=ATTACK[0],
        url="javascript:alert(1)",
    )
    tab = visit(page.render(result), size)
    for at in range(len(ATTACK)):
        tab.hover(f"#p{at} .text")
    tab.click("#p7 del")
    assert tab.evaluate("window.pwned") is None
    assert tab.locator("iframe, main img, main script").count() == 0
    assert tab.locator("#p5").is_visible()
    assert sideways(tab) == 0


def test_a_script_in_the_page_would_not_run(visit, tmp_path):
    """The second line of defence: were escaping to fail, the policy would still stop it."""
    broken = page.render(bridge()).replace("<main", "<script>window.pwned = 1</script><main", 1)
    tab = visit("<title>nothing</title>")
    other = tmp_path / "broken.html"
    other.write_text(broken, encoding="utf-8")
    quiet = tab.context.new_page()
    quiet.goto(other.as_uri())
    assert quiet.evaluate("window.pwned") is None


@pytest.mark.parametrize("size", SIZES)
def test_a_real_page(visit, size):
    tab = visit(page.render(clean(EXAMPLE.read_bytes())), size)
    assert "Cracks in two piers" in tab.locator("h1").inner_text()
    assert tab.locator("main del").count() >= 2
    assert sideways(tab) == 0


@pytest.mark.parametrize("size", SIZES)
def test_the_overview_sorts_and_opens_samples(visit, size):
    results = [(f"article {at}", bridge()) for at in range(3)] + [
        ("plain", made(PARAGRAPHS, url="https://b.example"))
    ]
    tab = visit(overview.render(overview.summarize(results)), size, reduced_motion="reduce")
    assert tab.locator("h1").bounding_box()["y"] >= 10, "the heading does not stick to the edge"
    first = tab.locator("table").nth(1).locator("tbody tr th").first
    heads = tab.locator("table").nth(1).locator("th button")
    heads.nth(1).click()
    assert first.inner_text() == "news.example"
    heads.nth(1).click()
    assert first.inner_text() == "b.example"
    tab.locator(".sample summary").first.click()
    tab.click("#s0-p2 del")
    assert tab.locator("#compare").is_visible()
    assert sideways(tab) == 0


@pytest.mark.parametrize("size", SIZES)
def test_the_bars_of_the_overview_are_seen_and_as_long_as_their_shares(visit, size):
    tab = visit(overview.render(overview.summarize([("one", bridge()), ("two", clean(EXAMPLE.read_bytes()))])), size)
    cells = tab.locator("table").first.locator("td:has(svg)")
    for at in range(cells.count()):
        cell = cells.nth(at)
        whole, part = cell.locator("svg").bounding_box(), cell.locator("rect").bounding_box()
        assert part["height"] >= 10
        assert abs(part["width"] / whole["width"] - float(cell.get_attribute("data-value"))) < 0.02
    assert tab.locator("table").first.evaluate("t => t.parentElement.scrollWidth - t.parentElement.clientWidth") == 0


def test_passages_that_went_for_where_they_stood_are_folded_away(visit):
    tab = visit(page.render(clean(EXAMPLE.read_bytes())))
    assert tab.locator("li.run").count() >= 2
    first = tab.locator("li.run").first
    assert first.locator("li").first.is_hidden()
    first.locator("summary").first.click()
    assert first.locator("li").first.is_visible()
    step = tab.locator(".step").bounding_box()
    assert abs(step["y"] - tab.locator(".views").bounding_box()["y"]) < 20, "the switches stand in one row"
