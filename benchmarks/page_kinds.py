"""What kind a page says it is: schema.org's types, AMP, the software that made it."""

from __future__ import annotations

import re

#: The first that is found counts. None of it is believed by ``dedup``; it only sorts a table.
_SIGNS = (
    ("live blog", r'"LiveBlogPosting"'),
    ("recipe", r'"Recipe"|itemtype="https?://schema.org/Recipe'),
    ("question", r'"QAPage"|schema.org/QAPage'),
    ("forum", r'"DiscussionForumPosting"|schema.org/DiscussionForum|content="(?:phpbb|vbulletin|discourse|xenforo)'),
    ("product", r'"@type"\s*:\s*"Product"|itemtype="https?://schema.org/Product|property="og:type" content="product'),
    ("paywalled", r'"isAccessibleForFree"\s*:\s*"?false'),
    ("amp", r"<html[^>]*\s(?:⚡|amp)[\s>]"),
    ("next.js", r'id="__NEXT_DATA__"'),
    ("video", r'property="og:type" content="video|"@type"\s*:\s*"VideoObject"'),
    ("gallery", r'"ImageGallery"|"MediaGallery"'),
    ("news", r'"(?:News|Reportage\w*|AnalysisNews|OpinionNews)Article"|schema.org/NewsArticle'),
    ("blog", r'"BlogPosting"|schema.org/BlogPosting|content="wordpress'),
    ("article", r'"@type"\s*:\s*"Article"|schema.org/Article|property="og:type" content="article'),
)
_KINDS = tuple((kind, re.compile(sign, re.IGNORECASE)) for kind, sign in _SIGNS)


def kind_of(markup: str) -> str:
    """The kind of page that the markup declares, "undeclared" where it says nothing."""
    return next((kind for kind, sign in _KINDS if sign.search(markup)), "undeclared")
