"""What a question looks like, and an answer, and the heading over them: one text at a time.

Words and marks are those of some forty languages; a heading's phrases are data, in ``rules/faq.toml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from dedup.detect.folding import fold, fold_all
from dedup.detect.matcher import Matcher, compile_rules
from dedup.detect.rulebook import known_rules
from dedup.model import Block

RULE = "boilerplate.faq"
_QUESTIONS = (
    "q question frage pregunta pergunta domanda вопрос питання запитання въпрос 問 问 سؤال پرسش سوال प्रश्न सवाल প্রশ্ন "
    "soru f p vraag pytanie fråga spørgsmål spørsmål kysymys otázka kérdés întrebare ερώτηση pertanyaan tanya soalan "
    "hỏi 질문 문 คำถาม ถาม கேள்வி ప్రశ్న પ્રશ્ન שאלה pitanje swali"
).split()
_ANSWERS = (
    "a ans answer antwort respuesta resposta réponse risposta ответ відповідь отговор 答 جواب پاسخ उत्तर जवाब উত্তর "
    "cevap r antwoord odpowiedź svar vastaus odpověď válasz răspuns απάντηση jawaban jawab jawapan đáp 답변 답 คำตอบ "
    "ตอบ பதில் సమాధానం જવાબ תשובה odgovor jibu"
).split()
_MARK = r"\s?(?:nr\.?|no\.?|#)?\s?[.:]?\s?(\d{0,2})\s?[.:)：．]\s*\S"
_QUESTION = re.compile(f"(?:{'|'.join(_QUESTIONS)}){_MARK}", re.IGNORECASE)
_ANSWER = re.compile(f"(?:{'|'.join(_ANSWERS)}){_MARK}", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2})\s?[.)]\s*\S")
#: The last sign of a mark stands among so many code points.
_MARK_CHARS, _MARK_SIGNS = 24, re.compile("[.:)：．]")
_QUESTION_END = re.compile(r"[?？؟;;፧]['\"”’)]?$|(?:か|(?:です|ます)か)[。」]$")
#: A question and its answer in one block: the question in front, with or without a mark.
_ANSWERED = re.compile(r"[*_ ]*[^?？؟\n]{8,200}[?？؟][*_\"'”’) ]*\s\s*(?:\S+\s+){2}\S")
#: What a question without a question mark begins with, where a heading says that questions follow.
_ASKING = frozenset(
    "how what when where why who which can could is are do does did will should may "
    "wie was wann wo warum wer welche welcher welches kann können darf muss "
    "cómo qué cuándo dónde quién cuál cuánto puedo comment pourquoi quand où qui quel quelle combien "
    "como quando onde quem qual quanto posso come cosa dove chi quali quanto "
    "как что когда где почему кто какой какая какие сколько hoe wat wanneer waar waarom wie "
    "jak co kiedy gdzie dlaczego kto czy ile hur vad när var varför vem bagaimana apa kapan mengapa siapa "
    "berapa".split()
)
_ASKED_CHARS = 110
_ENDS = ".!。।۔…:"
#: What the marks of :data:`_QUESTION` begin with.
_MARKS_BEGIN = frozenset(sign for word in _QUESTIONS for sign in (word[0], word[0].upper())) | frozenset(
    (*"*_ſ", *"０１２３４５６７８９", *filter(str.isdecimal, map(chr, range(0x3000)))),
)
_STRIPPED = " \t*_#-–—•>:：.?!|()[]【】"
_LONGEST_HEADING, _LONGEST_QUESTION = 120, 300


@functools.lru_cache(maxsize=16)
def faq_rules(files: tuple[str, ...] = ()) -> Matcher:
    """The headings of FAQ blocks, dedup's own and those of a caller's rule files."""
    return compile_rules(rule for rule in known_rules(files) if rule.family == RULE)


def is_heading(text: str) -> bool:
    """Whether a line is the heading of a FAQ block, in any language of the rules."""
    if len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    return _says_faq(fold(text).strip(_STRIPPED), len(text), faq_rules())


def headings(blocks: Sequence[Block], known: Matcher) -> list[int]:
    """The places of the headings: all short lines folded together, and few of them looked at again."""
    short = [n for n, block in enumerate(blocks) if len(block.text) <= _LONGEST_HEADING]
    lines = [line.strip(_STRIPPED) for line in fold_all([blocks[n].text for n in short])]
    return [
        short[n]
        for n in known.near(lines)
        if "\n" not in blocks[short[n]].text and _says_faq(lines[n], len(blocks[short[n]].text), known)
    ]


def _says_faq(folded: str, size: int, known: Matcher) -> bool:
    """Whether a folded line of once ``size`` code points is a heading."""
    for hit in known.hits(folded):
        rest = folded[hit.length :].strip(_STRIPPED)
        if not rest or rest in ("faq", "faqs") or (hit.rule.form == "start" and size <= hit.rule.max_chars):
            return True
    return False


def is_question(text: str) -> tuple[bool, bool]:
    """Whether a text is a question, and whether it is marked as one by more than its question mark."""
    text = text.strip("*_# ")
    if len(text) > _LONGEST_QUESTION:
        return False, False
    ends = bool(_QUESTION_END.search(text, max(len(text) - 4, 0)))
    marked = bool(_QUESTION.match(text))
    numbered = bool(_NUMBERED.match(text))
    return (ends or marked), (marked or (numbered and ends))


def asks(text: str) -> bool:
    """Whether a line begins like a question and does not end like a sentence."""
    text = text.strip("*_# ")
    return (
        len(text) <= _ASKED_CHARS
        and text[-1:] not in _ENDS
        and "?" not in text
        and text.split(" ", 1)[0].lower() in _ASKING
    )


def perhaps_marked(blocks: Sequence[Block]) -> list[int]:
    """The places of the blocks that begin with a sign that a mark begins with: one in five."""
    return [n for n, block in enumerate(blocks) if block.text[0] in _MARKS_BEGIN]


def may_be_marked(text: str) -> bool:
    """Whether a text begins like a mark: quick, and true for few."""
    first = text[0] if text[0] not in "*_ " else text.lstrip("*_ ")[:1]
    return first in _MARKS_BEGIN and _MARK_SIGNS.search(text, 0, _MARK_CHARS) is not None


def is_answered(text: str) -> bool:
    """Whether a question and its answer stand in one text."""
    return _ANSWERED.match(text) is not None


def says_marked(text: str) -> tuple[bool, bool]:
    """Whether a question begins with a word such as "Q." or with a number, and whether it has a number."""
    question = _QUESTION.match(text)
    return question is not None, bool((question and question[1]) or _NUMBERED.match(text))


def number(text: str) -> int:
    """The number in a question's mark; 0 without one."""
    found = _QUESTION.match(text) or _NUMBERED.match(text)
    return int(found[1] or 0) if found else 0


def is_marked_answer(text: str) -> bool:
    """Whether an answer begins with a word such as "Ans."."""
    return _ANSWER.match(text) is not None


def ends_as_answer(text: str) -> bool:
    """Whether a text ends like a sentence, or like the beginning of a list."""
    return text[-1:] in _ENDS
