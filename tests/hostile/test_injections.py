"""Nothing that came in a page acts in what goes out: report, overview, HTML, Markdown.

Chromium is the judge, with the content policy of the report switched off, so that escaping alone must hold.
"""

from __future__ import annotations

import html

import pytest

from dedup import CleanResult, clean
from dedup.report import overview, page
from tests.hostile.injections import INJECTIONS
from tests.report.made import PARAGRAPHS, made

#: Goes to every element, hovers, focuses and clicks it, as far as it is not one that the report itself put there.
TOUCH = """() => { for (const e of document.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'pointerover', 'mouseenter', 'focus', 'toggle', 'animationstart', 'load', 'error'])
        e.dispatchEvent(new Event(kind, {bubbles: false}));
    if (e.click && e.closest('main, article, ol, table') && !(e.tagName == 'A' && e.getAttribute('href').startsWith('#'))) e.click();
} }"""
#: Attributes that act, elements that load, and addresses that are scripts or another's: none may be in what is shown.
ACTING = r"""() => [...document.querySelectorAll('*:not(head link[rel=icon])')].flatMap(e => [
    ...[...e.attributes].filter(a => /^on/i.test(a.name)
        || /^(href|src|srcset|action|formaction|poster|data|background|ping|xlink:href|srcdoc|style)$/i.test(a.name)
        && /pwn|attacker|script|data:/i.test(a.value)).map(a => `${e.tagName} ${a.name}=${a.value}`.slice(0, 90)),
    ...(/^(iframe|object|embed|base|frame|portal|img|image|video|audio|math|form|marquee|template|noscript)$/i.test(e.tagName) || e.matches('[http-equiv=refresh i]')
        ? [e.tagName] : [])])"""


def _pages():
    """A page with every trick as markup and as text, twice, between the paragraphs of an article."""
    body = "".join(
        f"<p>{PARAGRAPHS[at % 3]} {at}</p><div>{trick}</div></p></div></style></script></xmp></title></textarea>"
        for at, trick in enumerate(INJECTIONS)
        if trick not in ("<plaintext>",)
    )
    shown = "".join(
        f"<h2>{html.escape(t)}</h2><p>{html.escape(t)} {PARAGRAPHS[0]}</p><li>{html.escape(t)}</li>" for t in INJECTIONS
    )
    return f"<!doctype html><html><title>{html.escape(INJECTIONS[0])}</title><body>{shown}{body}"


def results():
    """What is cleaned of such a page, of such a text, and results whose every field is such a trick."""
    paragraphs = [text for trick in INJECTIONS for text in (f"{trick} {PARAGRAPHS[0]}", trick)]
    yield "page", clean(_pages(), max_removed=1.0, body_probability=0.0, min_article=0.0)
    yield "page that is no article", clean(_pages())
    hints = {"title": INJECTIONS[1], "url": "javascript:pwn()", "language": '"><x'}
    yield "paragraphs", clean(paragraphs * 2, max_removed=1.0, **hints)
    yield "everywhere", made(
        [*paragraphs, PARAGRAPHS[0]],
        [(2 * at, f"x.{trick}", trick, 0.9, trick) for at, trick in enumerate(INJECTIONS)],
        title=INJECTIONS[0], url=INJECTIONS[30], language=INJECTIONS[2],
    )  # fmt: skip


def _stored(result):
    return CleanResult.from_json(result.to_json())


def _documents():
    from markdown_it import MarkdownIt

    found = list(results())
    for name, result in found:
        yield f"report of {name}", page.render(_stored(result), name=INJECTIONS[3])
        yield f"HTML of {name}", f"<!doctype html><meta charset=utf-8>{result.html}"
        if result.document.source != "html":  # the Markdown of a plain text is that text, with its own marks
            continue
        yield f"Markdown of {name}", f"<!doctype html><meta charset=utf-8><main>{MarkdownIt().render(result.markdown)}</main>"
    summary = overview.summarize([(trick, result) for (_, result), trick in zip(found, INJECTIONS, strict=False)])
    yield "overview", overview.render(summary, title=INJECTIONS[4])


def _visited(browser, path):
    """What ran, what was asked for and what stands in a page that could act, after everything in it was touched."""
    asked, dialogs = [], []
    context = browser.new_context(bypass_csp=True)
    context.add_init_script("window.ran = []; window.pwn = () => window.ran.push('pwn')")
    tab = context.new_page()
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda request: request.url == path.as_uri() or asked.append(request.url))
    tab.on("popup", lambda popup: asked.append(popup.url))
    tab.goto(path.as_uri())
    tab.evaluate(TOUCH)
    tab.wait_for_timeout(300)
    seen = tab.evaluate("window.ran"), asked, dialogs, tab.evaluate(ACTING), tab.url.split("#")[0] == path.as_uri()
    context.close()
    return seen


@pytest.mark.slow
def test_nothing_runs_nothing_leaves_nothing_asks(browser, tmp_path):
    path = tmp_path / "shown.html"
    for name, document in _documents():
        path.write_text(document, encoding="utf-8", errors="replace")
        assert (name, *_visited(browser, path)) == (name, [], [], [], [], True)


@pytest.mark.slow
def test_the_tricks_do_act_where_nobody_escapes_them(browser, tmp_path):
    """The judge is not blind: the same tricks, as they came."""
    path = tmp_path / "shown.html"
    path.write_text("<!doctype html>" + "".join(f"<div>{trick}</div>" for trick in INJECTIONS[:20]), encoding="utf-8")
    ran, asked, _, acting, _ = _visited(browser, path)
    assert len(ran) >= 8
    assert asked
    assert len(acting) >= 10


def test_no_trick_is_lost_from_a_list_of_paragraphs():
    paragraphs = [f"{PARAGRAPHS[0]} {trick} {PARAGRAPHS[1]}" for trick in INJECTIONS]
    text = clean(paragraphs, config="off").text
    assert all(trick in text for trick in INJECTIONS)


@pytest.mark.parametrize("trick", INJECTIONS, ids=range(len(INJECTIONS)))
def test_no_trick_opens_an_element(trick):
    result = made([f"{trick} {PARAGRAPHS[0]}", trick, trick], [(2, "repeat.exact", 1)], title=trick, url=trick)
    shown = result.html + page.render(result).partition("<main")[2].partition("</main>")[0]
    for mark in ("<img", "<script", "<svg", "<iframe", "<a href=javascript", "<style", "<!--", "<math", "<x "):
        assert mark not in shown.lower()
