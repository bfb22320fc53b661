"""Very many articles through one ``Cleaner`` from eight threads: what one thread gives."""

from __future__ import annotations

import pytest

from tests.hostile.test_sharing import threads_give_what_one_gives


@pytest.mark.slow
def test_ten_thousand_articles_from_eight_threads():
    threads_give_what_one_gives(10_000, 60)
