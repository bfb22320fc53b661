"""The frame of every report page: one file, no network, and nothing that an article says is ever markup."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import re
from importlib import resources

#: What HTML forbids or UTF-8 lacks: controls but tab and newline, and lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARK = "<path fill='%23b3261e' d='M2 9h28v4H2zM2 19h18v4H2z'/>"
_ICON = f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>{_MARK}</svg>"


def escape(text: str) -> str:
    """Text for the content of an element or a quoted attribute; what cannot be shown becomes U+FFFD."""
    return html.escape(_FORBIDDEN.sub("\ufffd", text))


def page(title: str, body: str, *, language: str = "en") -> str:
    """A whole HTML document around ``body``, which must be escaped already.

    The content security policy allows the style sheet and the script of this package by their hashes and
    nothing else: no request, no form, no frame, and no script or style that an article might smuggle in.
    """
    style, script = asset("report.css"), asset("report.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<link rel="icon" href="{_ICON}">
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


@functools.cache
def asset(name: str) -> str:
    """A file of this package that goes into the page as it is."""
    return (resources.files("dedup.report") / "assets" / name).read_text(encoding="utf-8")


@functools.cache
def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
