"""Many results as one web page: totals, bars by rule and by site, sample articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dedup.report.page import PANEL, sample
from dedup.report.passages import words
from dedup.report.shell import escape, page
from dedup.result import CleanResult

#: Articles that are shown in full.
MAX_SAMPLES = 20


def summarize(results: Iterable[tuple[str, CleanResult]]) -> dict[str, Any]:
    """Figures about many results, JSON-able, in the form that :func:`render` reads.

    Args:
        results: a name (file or record id) and a result for each article; read once, and only the
            :data:`MAX_SAMPLES` results that lost the most words are held.

    Returns:
        ``records``, ``words``, ``words_removed``; ``rules``: rule -> removals, words; ``sites``: host ->
        records, removals, words, words_removed; ``samples``: name, site, words, words_removed, result.
    """
    total: Counter[str] = Counter()
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sites: defaultdict[str, Counter[str]] = defaultdict(Counter)
    samples: list[dict[str, Any]] = []
    for name, result in results:
        gone = [words(removal.text) for removal in result.removals]
        figures = {"records": 1, "words": words(result.document.text), "words_removed": sum(gone)}
        site = _site(result.document.url)
        total.update(figures)
        sites[site].update({**figures, "removals": len(gone)})
        for removal, count in zip(result.removals, gone, strict=True):
            rules[removal.rule].update(removals=1, words=count)
        samples.append({"name": name, "site": site, **figures, "result": result})
        samples = sorted(samples, key=lambda entry: -entry["words_removed"])[:MAX_SAMPLES]
    shown = [{**entry, "result": entry["result"].to_dict()} for entry in samples]
    return {**total, "rules": _plain(rules), "sites": _plain(sites), "samples": shown}


def render(summary: Mapping[str, Any], *, title: str = "Articles, said once") -> str:
    """One self-contained HTML page about a corpus.

    Args:
        summary: what :func:`summarize` returns; every part may be missing.
        title: the heading.

    Raises:
        RecordError: a sample is no stored result.
    """
    rules, sites = summary.get("rules", {}), summary.get("sites", {})
    body = f"""<header class="wide">
<h1>{escape(title)}</h1>
<p class="summary">{_totals(summary)}</p>
</header>
<main class="wide">
<h2 id="rules">By rule</h2>
{_table("rules", ("Rule", "Passages", "Words", "Share of what went"), _rule_rows(rules))}
<h2 id="sites">By site</h2>
{_table("sites", ("Site", "Articles", "Passages", "Words struck", "Share of its words"), _site_rows(sites))}
<h2 id="samples">Sample articles</h2>
{_samples(summary.get("samples", ()))}
</main>
{PANEL}"""
    return page(f"{title} · dedup", body)


def _totals(summary: Mapping[str, Any]) -> str:
    records, gone, total = (int(summary.get(name, 0)) for name in ("records", "words_removed", "words"))
    line = f"{records:,} articles; {gone:,} of {total:,} words struck out ({_share(gone, total):.1%})."
    failed = int(summary.get("failed", 0))
    return f"{line} {failed:,} could not be read." if failed else line


def _rule_rows(rules: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    everything = sum(counts["words"] for counts in rules.values())
    order = sorted(rules.items(), key=lambda item: (-item[1]["words"], item[0]))
    return [
        [
            _cell(rule, "rule"),
            _number(counts["removals"]),
            _number(counts["words"]),
            _bar(_share(counts["words"], everything)),
        ]
        for rule, counts in order
    ]


def _site_rows(sites: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    order = sorted(sites.items(), key=lambda item: (-item[1].get("words_removed", 0), item[0]))
    return [
        [
            _cell(site or "no address"),
            _number(counts.get("records", 0)),
            _number(counts.get("removals", 0)),
            _number(counts.get("words_removed", 0)),
            _bar(_share(counts.get("words_removed", 0), counts.get("words", 0))),
        ]
        for site, counts in order
    ]


def _table(name: str, heads: tuple[str, ...], rows: list[list[str]]) -> str:
    if not rows:
        return "<p>None.</p>"
    kinds = ["", *[' class="number-cell"'] * (len(heads) - 2), ""]
    kinds[-2] += ' aria-sort="descending"'  # the rows come in the order of the words that went
    shown = "".join(
        f'<th scope="col"{kind}><button type="button">{escape(head)}</button></th>'
        for head, kind in zip(heads, kinds, strict=True)
    )
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"""<div class="scroll" tabindex="0" role="group" aria-labelledby="{name}"><table class="sortable">
<thead><tr>{shown}</tr></thead>
<tbody>
{lines}
</tbody></table></div>"""


def _cell(text: str, kind: str = "site") -> str:
    shown = escape(text).replace(".", ".<wbr>")
    return f'<th scope="row" class="{kind}" dir="auto">{shown}</th>'


def _number(value: int) -> str:
    return f'<td class="number-cell" data-value="{int(value)}">{int(value):,}</td>'


def _bar(share: float) -> str:
    width = min(max(share, 0.0), 1.0) * 100
    return (
        f'<td data-value="{share:.6f}"><svg class="share" aria-hidden="true">'
        f'<rect width="{width:.2f}%" height="100%" rx="2"></rect></svg>{share:.1%}</td>'
    )


def _samples(samples: Iterable[Mapping[str, Any]]) -> str:
    shown = []
    for at, entry in enumerate(samples):
        result = CleanResult.from_dict(entry["result"])
        name = escape(str(result.document.title or entry.get("name", at)))
        gone, total = int(entry.get("words_removed", 0)), int(entry.get("words", 0))
        shown.append(
            f'<details class="sample"><summary><span dir="auto">{name}</span>: {gone:,} of {total:,} words'
            f" struck</summary>\n{sample(result, f's{at}-')}\n</details>"
        )
    return "\n".join(shown) or "<p>None.</p>"


def _site(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _plain(counters: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(counts) for name, counts in sorted(counters.items())}
