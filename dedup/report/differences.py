"""Two passages side by side, with the words that only one of them has marked."""

from __future__ import annotations

import difflib
import re

from dedup.report.shell import escape

#: A word, a single character of a script without spaces, white space, or a mark.
_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]")
#: The comparison takes quadratic time in the worst case; longer passages are shown without marks.
MAX_TOKENS = 1_500


def side_by_side(stayed: str, went: str) -> tuple[str, str]:
    """Both passages as escaped HTML; what the other lacks stands in ``<mark>``.

    Tokens are matched by the longest common blocks, case ignored (Ratcliff and Obershelp, as in difflib).
    """
    here, there = _TOKEN.findall(stayed), _TOKEN.findall(went)
    if len(here) + len(there) > 2 * MAX_TOKENS:
        return escape(stayed), escape(went)
    matcher = difflib.SequenceMatcher(
        None, [t.lower() for t in here], [t.lower() for t in there], autojunk=False
    )
    left, right = [], []
    for kind, i, j, k, n in matcher.get_opcodes():
        left.append(_shown(here[i:j], same=kind == "equal"))
        right.append(_shown(there[k:n], same=kind == "equal"))
    return "".join(left), "".join(right)


def _shown(tokens: list[str], *, same: bool) -> str:
    text = "".join(tokens)
    core = text.strip()
    if same or not core:
        return escape(text)
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    return f"{escape(before)}<mark>{escape(core)}</mark>{escape(after)}"
