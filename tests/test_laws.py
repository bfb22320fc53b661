"""The laws that hold for every article, whatever is found in it."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import clean
from tests import laws
from tests.strategies import articles, settings_changes, texts


@given(texts, settings_changes)
def test_account_kept_and_removed_pieces_are_the_document(text, changes):
    result = clean(text, **changes)
    if result.document.source == "text":
        assert result.document.text == text
    laws.account(result)


@given(texts, settings_changes)
def test_reason_every_removal_has_one_and_a_twin_stays(text, changes):
    laws.reason(clean(text, **changes))


@given(texts, settings_changes)
def test_idempotence_cleaning_the_cleaned_text_removes_nothing(text, changes):
    once = clean(text, **changes)
    if once.document.source == "text":
        laws.idempotence(once, dedup.Cleaner(**changes))


@given(texts)
def test_order_of_detectors_does_not_matter(text):
    answers = {clean(text, detectors=order).to_json() for order in permutations(dedup.detectors())}
    assert len(answers) == 1


@given(texts, settings_changes)
def test_identity_without_removals_the_very_same_text(text, changes):
    result = clean(text, **changes)
    if not result.removals and result.document.source == "text":
        assert result.text is text


@given(texts, settings_changes)
def test_replay_from_json(text, changes):
    laws.replay(clean(text, **changes))


@given(texts, st.sampled_from([0.0, 0.1, 0.3, 0.6]))
def test_guard_never_lets_more_go_than_allowed(text, share):
    result = clean(text, max_removed=share)
    if result.document.source == "text":
        words = [max(len(b.text.split()), len(b.text) / 12) for b in result.document.blocks]
        gone = sum(max(len(r.text.split()), len(r.text.strip()) / 12) for r in result.removals)
        assert gone <= share * sum(words) + 1e-6 * len(words)
    if result.guarded:
        assert result.removals == ()
        assert result.spared


@given(articles())
def test_paragraphs_given_as_a_sequence_are_the_blocks(paragraphs):
    result = clean(paragraphs, config="off")
    assert [block.text for block in result.document.blocks] == [p.strip() for p in paragraphs if p.strip()]


@given(articles())
def test_markup_and_its_cleaned_text_obey_the_same_laws(paragraphs):
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    result = clean(f"<html><body><nav><a href='/'>Home</a></nav><article>{body}</article></body></html>")
    laws.obeys_the_laws(result, dedup.Cleaner())


_PROBE = """
import json, sys
from dedup import clean
print(json.dumps([clean(text).to_json() for text in json.load(sys.stdin)]))
"""


def test_hash_seed_does_not_matter():
    texts = []
    for kinds in (3, 4, 5):
        paragraphs = [f"Paragraph {n} of the report says that the bridge {n % kinds} opens on Monday." for n in range(9)]
        texts.append("\n".join([*paragraphs, "Also Read: Ten bridges", *paragraphs[:3], "Share this:"]))
    answers = set()
    for seed in ("0", "1", "random"):
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            input=json.dumps(texts).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        answers.add(done.stdout)
    assert len(answers) == 1
