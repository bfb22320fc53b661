"""A result as one web page: the article with struck passages in place, filters, twins side by side.

Everything works from the keyboard and is named for a screen reader; without its script the page still
shows every passage, every reason and every comparison.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from dedup.model import Removal, Spared
from dedup.report.differences import side_by_side
from dedup.report.passages import Numbers, Passage, is_chrome, near_misses, passages, reason, rules_of, twin_of, words
from dedup.report.shell import escape, page
from dedup.result import CleanResult

#: A run of this many struck page elements is folded away.
_RUN = 3
_GUARDED = "More would have gone than max_removed allows, so the article was left as it is."
_VIEWS = (("all", "Everything"), ("kept", "What stays"), ("gone", "What went"))
#: How many colours the style sheet has.
_HUES = 12
#: Pairs beyond this many are linked but not compared word by word, so that the page stays small.
_MAX_COMPARED = 1_000


def render(result: CleanResult, *, name: str = "") -> str:
    """One self-contained HTML page about one article.

    Args:
        result: what to show.
        name: a heading for an article without a title, such as its file's name.
    """
    title = result.document.title or name or "An article, said once"
    return page(f"{title} · dedup", article(result, title), language="en")


def article(result: CleanResult, title: str) -> str:
    """The inside of the page, escaped."""
    view = _View(result)
    return f"""<a class="skip" href="#article">To the article</a>
<header>
<h1 dir="auto">{escape(title)}</h1>
{_origin(result)}
<p class="summary">{_summary(result)}</p>
</header>
<nav aria-label="What is shown">
{view.controls()}
</nav>
<main id="article" tabindex="-1">
{view.passages()}
</main>
{PANEL}
"""


def sample(result: CleanResult, prefix: str) -> str:
    """Only the passages, escaped, to stand with others on one page; ``prefix`` sets their ids apart."""
    return _View(result, prefix).passages()


#: Where the script shows two passages side by side.
PANEL = (
    '<aside id="compare" role="region" aria-live="polite" aria-label="Two passages compared" hidden></aside>'
)


def _origin(result: CleanResult) -> str:
    return f'<p class="origin">{escape(result.document.url)}</p>' if result.document.url else ""


def _language(result: CleanResult) -> str:
    return f' lang="{escape(result.document.language)}"' if result.document.language else ""


def _summary(result: CleanResult) -> str:
    gone, total = sum(words(r.text) for r in result.removals), words(result.document.text)
    struck = sum(passage.gone for passage in passages(result))
    line = (
        f"{struck:,} of {len(result.document.blocks):,} paragraphs struck out, {gone:,} of {total:,} words."
    )
    if result.guarded:
        line += f" <strong>{_GUARDED}</strong>"
    return line if result.removals or result.guarded else "Nothing was struck out."


class _View:
    """One result on its way to HTML: which rule has which colour, which passage has which number."""

    def __init__(self, result: CleanResult, prefix: str = "") -> None:
        self._result = result
        self._prefix = prefix
        self._numbers = Numbers(result.document.blocks)
        self._counts = Counter(removal.rule for removal in result.removals)
        self._hues = {rule: at % _HUES for at, rule in enumerate(sorted(self._counts))}
        self._told: set[int] = set()
        self._compared = 0
        self._spared: dict[int, list[Spared]] = {}
        self._near = near_misses(result)
        for entry in self._near:
            self._spared.setdefault(self._numbers.of(entry.span), []).append(entry)

    def controls(self) -> str:
        """The switches above the article."""
        rules = "\n".join(self._chip(rule) for rule in sorted(self._counts))
        views = "".join(
            f'<label><input type="radio" name="view" value="{value}">{label}</label>'
            for value, label in _VIEWS
        ).replace('value="all"', 'value="all" checked')
        count = len(self._near)
        off = "" if count else " disabled"
        none = "" if rules else " hidden"
        return f"""<fieldset class="rules"{none}><legend>Struck by</legend>{rules}</fieldset>
<div class="bar"><fieldset class="views"><legend>Show</legend>{views}
<label><input type="checkbox" id="spared"{off}>Near misses <b>{count}</b></label></fieldset>
<p class="step"><button type="button" id="previous" title="k">Previous</button>
<button type="button" id="next" title="j">Next</button> <span id="place" role="status"></span></p></div>"""

    def _chip(self, rule: str) -> str:
        box = f'<input type="checkbox" data-rule="{escape(rule)}" checked>'
        return (
            f'<label class="chip {self._hue(rule)}">{box}{escape(rule)} <b>{self._counts[rule]}</b></label>'
        )

    def _hue(self, rule: str) -> str:
        return f"hue-{self._hues[rule]}"

    def passages(self) -> str:
        """The article as a list of passages."""
        return f'<ol class="passages"{_language(self._result)}>\n{"".join(self._items())}</ol>'

    def _items(self) -> Iterator[str]:
        """Every passage; long runs of page elements folded."""
        for chrome, group in itertools.groupby(passages(self._result), lambda p: is_chrome(self._result, p)):
            run = list(group)
            items = [self._passage(passage) for passage in run]
            if chrome and len(run) >= _RUN:
                yield self._folded(run, items)
            else:
                yield from items

    def _folded(self, run: Sequence[Passage], items: Sequence[str]) -> str:
        count = sum(words(passage.block.text) for passage in run)
        line = f"{len(run)} passages of the page that are no part of the article, {count:,} words"
        rules = rules_of(self._result, run)
        return f"""<li class="run" data-rules="{escape(" ".join(rules))}"><details>
<summary>{line} <span class="note">({escape(", ".join(rules))})</span></summary>
<ol>{"".join(items)}</ol></details></li>"""

    def _passage(self, passage: Passage) -> str:
        block = passage.block
        removals = [self._result.removals[at] for at in passage.removals]
        state = "gone" if removals and passage.gone else "part" if removals else "kept"
        rules = escape(" ".join(dict.fromkeys(removal.rule for removal in removals)))
        notes = "".join(self._note(at, block.number) for at in passage.removals)
        notes += "".join(self._near_miss(entry) for entry in self._spared.get(block.number, ()))
        text = "".join(self._piece(piece.text, piece.removal) for piece in passage.pieces)
        shown = _TAGS.get(block.kind, "<p>{}</p>").format(text)
        if block.kind == "heading":
            level = min(max(block.level, 1) + 1, 6)
            shown = f"<h{level}>{text}</h{level}>"
        name = f"Paragraph {block.number}{_STATES[state]}"
        return (
            f'<li id="{self._prefix}p{block.number}" class="{state}" data-rules="{rules}" tabindex="-1">'
            f'<a class="number" href="#{self._prefix}p{block.number}" aria-label="{name}">{block.number}</a>'
            f'<div class="text" dir="auto">{shown}</div>{notes}</li>\n'
        )

    def _piece(self, text: str, at: int) -> str:
        if at < 0:
            return escape(text)
        removal = self._result.removals[at]
        twin = f' data-twin="{self._prefix}r{at}"' if twin_of(removal) else ""
        return f'<del class="{self._hue(removal.rule)}"{twin}>{escape(text)}</del>'

    def _note(self, at: int, number: int) -> str:
        """Why a removal went: in full where it begins, in short in the further paragraphs that it takes."""
        removal = self._result.removals[at]
        if at in self._told:
            return f'<p class="why" lang="en">{escape(removal.rule)}, as before</p>'
        self._told.add(at)
        reasons = list(dict.fromkeys(f"{f.rule}: {reason(f, self._numbers)}" for f in removal.because))
        more = "".join(f"<li>{escape(line)}</li>" for line in reasons[1:])
        more = f"<ul>{more}</ul>" if more else ""
        comparison = self._comparison(at, removal, number)
        said = f"{escape(reasons[0])} {_note_of(removal)}"
        if not comparison and not more:
            return f'<p class="why" lang="en">{said}</p>'
        name = f"{self._prefix}r{at}"
        opening = f'<details class="why" id="{name}" lang="en">'
        return f"{opening}<summary>{said}</summary>{more}{comparison}</details>"

    def _comparison(self, at: int, removal: Removal, number: int) -> str:
        twin = twin_of(removal)
        if twin is None:
            return ""
        target = self._numbers.of(twin.span)
        address = f'href="#{self._prefix}p{target}" data-twin="{self._prefix}r{at}"'
        link = f'<a class="jump" {address}>Go to paragraph {target}</a>'
        self._compared += 1
        if self._compared > _MAX_COMPARED:
            return f"<p>{link}</p>"
        stayed, went = side_by_side(self._result.document.text[slice(*twin.span)], removal.text.strip())
        spoken = _language(self._result)
        return f"""<div class="pair">
<section><h2>Paragraph {target} stays</h2><p dir="auto"{spoken}>{stayed}</p></section>
<section><h2>Paragraph {number} went</h2><p dir="auto"{spoken}>{went}</p></section>
</div><p>{link}</p>"""

    def _near_miss(self, entry: Spared) -> str:
        claim = escape(f"{reason(entry.finding, self._numbers)}. Stayed: {entry.why}.")
        return f'<p class="spared" lang="en"><b>{escape(entry.rule)}</b> {claim}</p>'


#: What the ear hears of a paragraph's number, where the eye sees a struck line.
_STATES = {"kept": "", "part": ", a part of it struck out", "gone": ", struck out"}
_TAGS = {
    "item": '<p class="item">{}</p>',
    "quote": "<blockquote>{}</blockquote>",
    "caption": '<p class="caption">{}</p>',
    "row": '<p class="row">{}</p>',
    "code": "<pre>{}</pre>",
}


def _note_of(removal: Removal) -> str:
    note = removal.because[0].note
    return f'<span class="note">({escape(note)})</span>' if note else ""
