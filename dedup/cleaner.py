"""Assembly: read, detect, decide, render. The one module that knows every stage."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dedup.allowance import check_findings
from dedup.config import Config, configure
from dedup.decide import MIN_SCORE, Decision, decide, decide_on
from dedup.detect.memory import Memory
from dedup.errors import ConfigError, DedupError, DetectorError
from dedup.excerpt import Excerpt, without_bare_space
from dedup.model import Detector, Document, Finding, Measure, PassageIndex, Span, Spared
from dedup.read.source import Source, read
from dedup.result import CleanResult
from dedup.rule_ids import check_spelling

#: How often the kept text is looked at again. Real articles need one look, mixtures of a thousand sentences up to nine;
#: a text that is still not settled after this many is left as it is, because cleaning must be idempotent.
_MAX_LOOKS = 16


def detectors(config: Config | str = "balanced", **settings: Any) -> tuple[Detector, ...]:
    """The built-in detectors for an article's text, to be extended: ``detectors=(*dedup.detectors(), mine)``.

    Raises:
        ConfigError: see :func:`dedup.config.configure`.
    """
    # Imported here because the detectors need NumPy, which costs more than the whole of dedup.
    from dedup.detect import faq, phrases, repeats

    config = configure(config, **settings)
    # A FAQ that the caller wants to keep repeats the article by its nature.
    look_for_repeats = repeats.find if config.faq == "drop" else _repeats_outside_faq
    return tuple(_BuiltIn(find, config) for find in (look_for_repeats, phrases.find, faq.find))


@dataclasses.dataclass(frozen=True, slots=True)
class _BuiltIn:
    """A detector of dedup's own: it can use what an earlier look at the same document found out."""

    func: Callable[[Document, Config, Memory | None], list[Finding]]
    config: Config

    def __call__(self, document: Document, memory: Memory | None = None) -> list[Finding]:
        return self.func(document, self.config, memory)


def _repeats_outside_faq(document: Document, config: Config, memory: Memory | None = None) -> list[Finding]:
    from dedup.detect import faq, repeats

    return repeats.find(faq.without_faq(document, config), config, memory)


_builtin = detectors  # a parameter of the same name hides it below


class Cleaner:
    """A cleaning with fixed settings. Holds no state: safe to share between threads and to pickle.

    Args:
        config: a ``Config`` or a preset's name.
        detectors: what looks for removable text, instead of :func:`detectors`. A detector is a pure
            function ``Document -> Iterable[Finding]``.
        settings: single settings that differ from ``config``.

    Raises:
        ConfigError: an impossible setting.
    """

    def __init__(
        self,
        config: Config | str = "balanced",
        *,
        detectors: Sequence[Detector] | None = None,
        **settings: Any,
    ) -> None:
        self.config = configure(config, **settings)
        if detectors is None:  # a caller's own detectors may call their rules as they like
            check_spelling("ignore", self.config.ignore, self.config.rule_files)
        self._detectors = _builtin(self.config) if detectors is None else _checked(detectors)

    def clean(
        self,
        source: Source,
        *,
        title: str | None = None,
        url: str | None = None,
        language: str | None = None,
        index: PassageIndex | None = None,
    ) -> CleanResult:
        """Clean one article; see :func:`clean`."""
        document = read(source, title=title, url=url, language=language, config=self.config)
        return self.clean_document(document, index=index)

    def clean_document(self, document: Document, *, index: PassageIndex | None = None) -> CleanResult:
        """Clean what has been read already.

        Raises:
            ConfigError: ``index`` is no index.
            DetectorError: a detector failed; the cause is attached.
        """
        if index is not None and not callable(getattr(index, "findings", None)):
            raise ConfigError(
                f"index must be an index such as dedup.corpus.MemoryIndex(), not {type(index).__name__};"
                " dedup.corpus.open_index opens a file"
            )
        if document.layout is None:
            decision = self._decided(document, index)
            return CleanResult(document, decision.removals, decision.spared, decision.guarded)
        document, chrome, article = self._judged(document)
        decision = self._decided(article.document, index)
        gone = (*chrome.removals, *article.removals(decision.removals))
        removals = without_bare_space(document.text, gone)
        spared = (*chrome.spared, *article.spared(decision.spared))
        return CleanResult(document, removals, spared, decision.guarded)

    def article_of(self, document: Document) -> Document:
        """The article as the detectors see it: of a page, what is left when its frame is gone."""
        return document if document.layout is None else self._judged(document)[2].document

    def _judged(self, page: Document) -> tuple[Document, Decision, Excerpt]:
        """A page with how sure it is to hold an article, what of it is no article, and the article."""
        document, beside = self._beside(page)
        chrome = decide(document, beside, (), self.config)
        return document, chrome, Excerpt(document, chrome.removals, self.config)

    def _beside(self, page: Document) -> tuple[Document, tuple[Finding, ...]]:
        """The page with its certainty, and findings about what is no part of its article.

        Where the page shows no article but carries one as data, that is its article, and what it shows is not.
        """
        from dedup.detect.page import judge

        judgement = judge(page, self.config)
        bare = dataclasses.replace(page, article=judgement.article, embedded=())
        if judgement.article < self.config.min_article and page.embedded:
            from dedup.read.embedded import with_body

            longer = with_body(page, self.config)
            if longer is not None:
                shown = [Span(page.blocks[0].start, page.blocks[-1].end)] if page.blocks else []
                reason = Measure("article", round(judgement.article, 4), self.config.min_article)
                why = "the article stands only in the data that the page carries for its scripts"
                findings = [Finding("boilerplate.navigation", span, 1.0, reason, why) for span in shown]
                return dataclasses.replace(longer, article=1.0, embedded=()), tuple(findings)
        return bare, judgement.findings

    def _claims(self, article: Document, index: PassageIndex | None, memory: Memory) -> list[Finding]:
        claims: list[Finding] = []
        sources: tuple[Detector, ...] = self._detectors if index is None else (*self._detectors, index.findings)
        for detector in sources:
            try:
                found = list(detector(article, memory) if isinstance(detector, _BuiltIn) else detector(article))
            except DedupError:
                raise
            except Exception as error:
                raise DetectorError(f"{_name(detector)} failed: {type(error).__name__}: {error}") from error
            for finding in found:
                if not isinstance(finding, Finding):
                    raise DetectorError(f"{_name(detector)} gave a {type(finding).__name__}, not a Finding")
            claims += found
            check_findings(article, len(claims), self.config)
        return claims

    def _decided(self, document: Document, index: PassageIndex | None) -> Decision:
        """What goes of an article, such that cleaning what is left would remove nothing more.

        Striking a passage changes the neighbourhood of what stays, which can tip a rule that looks at
        neighbours. What a second look finds joins the claims, and everything is decided anew. Where that changes
        nothing, because the claims are about what is left of a paragraph, they are decided on what is left.
        """
        memory = Memory()
        claims = self._claims(document, index, memory)
        decision = decide(document, (), claims, self.config)
        anew = True
        for _ in range(_MAX_LOOKS):
            if not decision.removals:
                return decision
            kept = Excerpt(document, decision.removals, self.config)
            more = self._claims(kept.document, index, memory)
            if not any(claim.score >= MIN_SCORE for claim in more):
                return decision
            rest = decide(kept.document, (), more, self.config)
            if not rest.removals:
                return decision
            claims = [*claims, *kept.findings(more)]
            before, found = decision, kept.findings(f for removal in rest.removals for f in removal.because)
            if anew:
                decision = decide(document, (), claims, self.config)
                anew = [r.span for r in decision.removals] != [r.span for r in before.removals]
            if not anew:
                decision = decide_on(document, before, list(found), claims, self.config)
        bare = decide(document, (), (), self.config)
        why = "the text does not settle: every removal makes the next look find another"
        spared = tuple(Spared(finding, why) for finding in dict.fromkeys(claims))
        return dataclasses.replace(bare, spared=spared, guarded=True)


def clean(
    source: Source,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    config: Config | str = "balanced",
    index: PassageIndex | None = None,
    detectors: Sequence[Detector] | None = None,
    **settings: Any,
) -> CleanResult:
    """Strike repeats and boilerplate out of one article.

    Args:
        source: plain text or HTML (told apart by its look), bytes of either, a ``bs4.BeautifulSoup`` or
            ``bs4.Tag``, or a sequence of paragraphs.
        title: the article's title if known; else what the page says.
        url: where it was found.
        language: ISO 639-1 code; else what the page declares.
        config: a ``Config`` or a preset's name: "balanced", "conservative", "aggressive", "off".
        index: what other articles already said; only read.
        detectors: what looks for removable text, instead of :func:`detectors`.
        settings: single fields of :class:`dedup.Config`, such as ``keep="last"`` or ``faq="keep"``.

    Returns:
        The result: ``.text`` is the article, ``.removals`` what went and why. Empty in, empty out.

    Raises:
        SourceError: the source cannot be read, or takes more than a limit allows.
        ConfigError: an impossible setting.
        DetectorError: a detector of the caller's failed.
    """
    chosen = configure(config, **settings)
    cleaner = _shared(chosen) if detectors is None else Cleaner(chosen, detectors=detectors)
    return cleaner.clean(source, title=title, url=url, language=language, index=index)


def clean_text(source: Source, **settings: Any) -> str:
    """``clean(source, **settings).text``, for ``Series.map`` and the like."""
    return clean(source, **settings).text


@functools.lru_cache(maxsize=64)
def _shared(config: Config) -> Cleaner:
    return Cleaner(config)


def _checked(given: Sequence[Detector]) -> tuple[Detector, ...]:
    if not isinstance(given, Iterable):
        raise ConfigError(f"detectors must be a sequence of functions, not a {type(given).__name__}")
    for detector in given:
        if not callable(detector):
            raise ConfigError(f"detectors must be functions Document -> findings, not {type(detector).__name__}")
    return tuple(given)


def _name(detector: Detector) -> str:
    function = getattr(detector, "func", detector)
    return str(getattr(function, "__qualname__", None) or type(detector).__name__)
