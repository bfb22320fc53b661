"""A guard before the parser: what would nest too deep, or cost lexbor far more than its size, is refused first.

lexbor's time grows with the square of the depth, of the attributes of one element and of the options of one
select, and a formatting element that is never closed is opened again in every later paragraph, so that 14 KB of
markup take 270 MB. One pass over the tags keeps a stack like the HTML standard's, only simpler. Where the two could
differ, a closing tag closes nothing: what is hostile may look deeper than it is, never flatter.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dedup.allowance import FLOOR, NODE, Allowance
from dedup.errors import LimitError

_VALUE: Final = r"""(?:"[^"]*+"?|'[^']*+'?|[^\t\n\f\r >]*+)"""
_ATTRIBUTE: Final = rf"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+{_VALUE})?+"
_ATTRIBUTES: Final = rf"((?:[\t\n\f\r /]++|{_ATTRIBUTE})*+)"
_RAW: Final = r"(script|style|textarea|title|xmp|iframe|noembed|noframes)"
#: Comments, elements with raw text (name, text), tags (slash, name, attributes), declarations (mark of CDATA).
_TOKEN: Final = re.compile(
    r"<(?:!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>)?)"
    rf"|{_RAW}(?=[\t\n\f\r />])(?:[\t\n\f\r /]++|{_ATTRIBUTE})*+>?((?:[^<]++|<(?!/\1[\t\n\f\r />]))*+)"
    rf"|(/?)([a-z][^\t\n\f\r />]*+){_ATTRIBUTES}"
    r"|(?:!(\[CDATA\[)?|[?/])[^>]*+)",
    re.IGNORECASE,
)
_TAG: Final = re.compile(rf"[a-zA-Z][^\t\n\f\r />]*+{_ATTRIBUTES}".encode())
_NAME: Final = re.compile(r"[\t\n\f\r />]")
_EACH_ATTRIBUTE: Final = re.compile(_ATTRIBUTE)
_EACH_IN_BYTES: Final = re.compile(_ATTRIBUTE.encode())
_OPENS: Final = re.compile(r"<[a-zA-Z]")

_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
#: Of these only one is open at a time.
_ALONE: Final = frozenset(("a", "nobr"))
_FOREIGN: Final = frozenset(("svg", "math"))
_CELLS: Final = frozenset("td th tr tbody thead tfoot caption colgroup".split())
#: An end tag of these that closes nothing makes an empty element.
_MADE_BY_ENDS: Final = frozenset(("p", "br"))
#: Elements that a tag of the same kind closes.
_SIBLINGS: Final = {name: frozenset((name,)) for name in ("p", "li", "button", "nobr", "a")} | {
    name: frozenset(("dd", "dt")) for name in ("dd", "dt")
}
#: Elements that stay open when an inline element around them is closed.
_BLOCKS: Final = frozenset(
    "address applet article aside blockquote button center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup iframe li listing main marquee menu nav object ol p plaintext pre search "
    "section select summary table td template th tr ul xmp tbody thead tfoot caption".split()
)
#: What an end tag of an inline element does not reach through.
_SPECIAL: Final = _BLOCKS | frozenset(
    "foreignobject desc noscript colgroup frameset mi mo mn ms mtext annotation-xml".split()
)
_FENCES: Final = frozenset(
    "table template td th caption object applet marquee svg math foreignobject desc select".split()
)
#: Blocks that leave an open paragraph open.
_IN_PARAGRAPH: Final = frozenset(
    "button object applet marquee select table template td th tr tbody thead tfoot caption".split()
)

#: What ends SVG and MathML where it stands, unless inside an element that holds HTML again.
_BREAKOUT: Final = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_HOLDS_HTML: Final = frozenset("foreignobject desc annotation-xml mi mo mn ms mtext".split())

#: Markup of at most so many tags costs the parser at most about so many elements as it has tags, times the formatting
#: elements that each of them may open again. Nesting is then refused by the reader, as it walks: the parser's time for
#: 8,000 levels is a tenth of a second. The attributes of tags of fewer bytes cost nothing to speak of.
_FEW_TAGS, _SHORT_TAG = 8_000, 4_000
#: Markup of fewer bytes takes less than what is always allowed, at 110 for each: an attribute of two.
_SMALL = FLOOR // 110
#: What the reader keeps of these is as much as the parser does.
_KEPT: Final = frozenset(("meta", "link"))
#: How far up the stack a closing tag looks for what it closes; real pages need a few steps.
_REACH = 32
#: What the parser's quadratic steps cost, in elements: per pair of attributes, per pair of options.
_ATTRIBUTE_COST, _OPTION_COST = 0.04, 0.02
_LONG_ATTRIBUTES = 200
#: The parser opens a formatting element again at most so often at once.
_SAME = 3

_Token: TypeAlias = tuple[str | Any, ...]
_Bytes: TypeAlias = NDArray[np.uint8]
_Places: TypeAlias = NDArray[np.intp]


def check_depth(markup: bytes, *, max_depth: int, max_elements: int, allowance: Allowance | None = None) -> int:
    """Refuse markup that the parser could not take in linear time and memory.

    Args:
        markup: the page, in any encoding that holds ASCII, such as UTF-8.
        max_depth: elements in one another.
        max_elements: elements, those that the parser opens again included; many attributes of one element
            and many options count for what they cost.
        allowance: of memory; its own limit is raised. Not asked if None.

    Returns:
        How many bytes the parser's tree will take, about; 0 where that is too little to be counted.

    Raises:
        LimitError: for one of the three.
    """
    characters = np.frombuffer(markup, np.uint8)
    opens = (characters == ord("<")).nonzero()[0]
    # No more nodes than characters, one more for each tag: the pages of ordinary size need no counting of attributes.
    small = NODE * (len(markup) + len(opens)) <= FLOOR
    if small and _cheap(markup, characters, opens, max_elements):
        return 0
    rough = NODE * _rough_nodes(characters, opens)
    light = rough <= FLOOR and (len(markup) <= _SMALL or NODE * _most_nodes(characters, opens) <= FLOOR)
    if light and not small and _cheap(markup, characters, opens, max_elements):
        return 0
    weight = rough if light else 0
    scan = _Scan()
    nodes = behind = 0
    text = markup.decode("latin-1")  # tags are ASCII; nothing else is looked at
    for number, token in enumerate(_TOKEN.finditer(text)):
        groups = token.groups("")
        scan.take(groups)
        if scan.depth() > max_depth:
            raise LimitError("max_depth", scan.depth(), max_depth)
        if scan.work > max_elements:
            raise LimitError("max_elements", int(scan.work) + number, max_elements)
        if not light:
            nodes += _nodes(groups) + (token.start() - behind > 1)
            behind = token.end()
            weight = NODE * nodes
        if allowance:
            allowance.check(max(weight, NODE * int(scan.work)))
    return max(weight, NODE * int(scan.work))


def _rough_nodes(characters: _Bytes, opens: _Places) -> int:
    """As many nodes and attributes as the parser makes of ordinary markup at most; ``opens`` are the places of "<".

    A start tag makes an element, either kind of tag may have text behind it, most attributes have a value.
    """
    # Counting in bytes themselves takes five times as long.
    equals = np.count_nonzero(characters == ord("="))
    closes = np.count_nonzero(characters[opens[opens + 1 < len(characters)] + 1] == ord("/"))
    return 2 * len(opens) - int(closes) + int(equals)


def _most_nodes(characters: _Bytes, opens: _Places) -> int:
    """As many as it could make of it, if all white space and every slash stood before an attribute."""
    parting = (characters <= ord(" ")) | (characters == ord("/"))
    return _rough_nodes(characters, opens) + int(np.count_nonzero(parting))


def _nodes(token: _Token) -> int:
    """How many nodes and attributes the parser makes of one token."""
    raw, _, slash, name, attributes, _ = token
    if slash:
        return name.lower() in _MADE_BY_ENDS
    count = 1 + bool(raw) + (name.lower() in _KEPT)
    return count + len(_EACH_ATTRIBUTE.findall(attributes)) if attributes else count


def _cheap(markup: bytes, characters: _Bytes, opens: _Places, max_elements: int) -> bool:
    """Whether the markup is too little to cost much, told by counting: most pages need no more."""
    if len(opens) > _FEW_TAGS:
        return False
    first, second = (characters.take(opens + step, mode="clip").astype(np.intp) for step in (1, 2))
    formatting = np.count_nonzero(_formatting_starts()[first << 8 | second])
    if len(opens) * (formatting + 1) > max_elements:
        return False
    ends = np.empty_like(opens)
    ends[:-1], ends[-1:] = opens[1:], len(markup)
    long = (ends - opens > _SHORT_TAG).nonzero()[0].tolist()
    counts = [_attribute_count(markup, int(opens[at]) + 1, int(ends[at])) for at in long]
    return sum(count * count for count in counts) * _ATTRIBUTE_COST <= max_elements


@functools.cache
def _formatting_starts() -> NDArray[np.bool_]:
    """For each pair of bytes, the first as the high byte, whether the name of a formatting element may begin so."""
    table = np.zeros(1 << 16, np.bool_)
    for name in _FORMATTING - _ALONE:
        seconds = {name[1], name[1].upper()} if name[1:] else set("\t\n\f\r />")
        for pair in itertools.product({name[0], name[0].upper()}, seconds):
            table[ord(pair[0]) << 8 | ord(pair[1])] = True
    return table


def _attribute_count(markup: bytes, start: int, end: int) -> int:
    """How many attributes a tag has that begins here; what begins with no letter is none."""
    found = _TAG.match(markup, start, end)
    return len(_EACH_IN_BYTES.findall(found[1])) if found else 0


class _Scan:
    """The open elements, as far as tags tell.

    Attributes:
        work: elements so far, with what else costs as much as elements.
    """

    def __init__(self) -> None:
        self.work = 0.0
        self._stack: list[str] = []
        self._signatures: list[str] = []
        self._open: dict[str, int] = {}
        #: Formatting elements that were closed by force: the parser opens them again, each at most three times.
        self._dangling: dict[str, int] = {}
        self._lost = self._options = self._merged = self._formatting = 0
        self._trusting = True

    def depth(self) -> int:
        """How deep the page is here, at most."""
        return len(self._stack) + self._lost

    def take(self, token: _Token) -> None:
        """One token of the markup."""
        raw, text, slash, name, attributes, cdata = token
        if slash:
            self.close(name.lower())
        elif name:
            self.open(name.lower(), attributes)
        elif raw:
            self.raw(text)
        elif cdata and self._foreign():
            self._trusting = False

    def raw(self, text: str) -> None:
        """A script, a style or the like, and its text. In SVG, MathML, framesets and selects it may be markup."""
        self.work += 1
        if "<" not in text:
            return
        if self._foreign() or self._open.get("frameset") or self._open.get("select"):
            inner = [(name, attributes) for _, _, _, name, attributes, _ in _TOKEN.findall(text) if name]
            opens = len(_OPENS.findall(text))
            self._lost += opens
            self.work += opens * (1 + self._formatting)
            for name, attributes in inner:
                self._count(name, attributes)
        elif "<!--" in text and "<script" in text.lower():
            self._trusting = False  # where such a script ends is too hard to tell

    def open(self, name: str, attributes: str) -> None:
        """A start tag; what is open or comes back of formatting may come once more with it."""
        self.work += 1 + self._formatting
        if len(attributes) > _LONG_ATTRIBUTES or name in ("html", "body"):
            self._count(name, attributes)
        if self._foreign() and name in _BREAKOUT and not any(map(self._open.get, _HOLDS_HTML)):
            self._pop(max(at for at, found in enumerate(self._stack) if found in _FOREIGN))
        if not self._foreign():
            if name in _VOID or name in ("html", "head", "body"):
                return
            if name in _CELLS and not self._open.get("table") and not self._open.get("template"):
                return
            self._make_room(name)
        if name in _FOREIGN and attributes.endswith("/") and "=" not in attributes:
            return
        if name == "option":
            self._options += 1
            self.work += self._options * _OPTION_COST
        if name in _BLOCKS and name not in _IN_PARAGRAPH:
            self._push(name, attributes)
            self._reopen()
        else:
            self._reopen()
            self._push(name, attributes)

    def close(self, name: str) -> None:
        """An end tag."""
        self.work += (name in _MADE_BY_ENDS) + sum(self._dangling.values())
        if not self._trusting:
            return
        if not self._open.get(name):
            self._settle(name)
        elif self._stack[-1] == name:
            self._pop(len(self._stack) - 1)
        else:
            at = self._found((name,), _FENCES if name in _BLOCKS else _SPECIAL)
            if at >= 0 and (name in _FORMATTING or name == "form"):
                self._remove(at)
            elif at >= 0:
                self._pop(at)

    def _foreign(self) -> bool:
        return bool(self._open.get("svg") or self._open.get("math"))

    def _count(self, name: str, attributes: str) -> None:
        count = len(_EACH_ATTRIBUTE.findall(attributes))
        if name in ("html", "body"):  # later ones add to the first
            self._merged += count
            self.work += self._merged * count * _ATTRIBUTE_COST
        else:
            self.work += count * count * _ATTRIBUTE_COST

    def _make_room(self, name: str) -> None:
        """Close what a start tag closes."""
        if name in _CELLS:
            self._clear_cell(name)
            return
        if name in ("option", "optgroup"):
            if self._stack and self._stack[-1] == "option":
                self._pop(len(self._stack) - 1)
            return
        if name in _BLOCKS and name not in _IN_PARAGRAPH and self._open.get("p"):
            at = self._found(("p",), _SPECIAL - {"p"})
            if at >= 0:
                self._pop(at)
        if name in _SIBLINGS and any(map(self._open.get, _SIBLINGS[name])):
            at = self._found(_SIBLINGS[name], _SPECIAL - _SIBLINGS[name])
            if at >= 0:
                self._pop(at)

    def _clear_cell(self, name: str) -> None:
        """A cell or row ends the cell before it, and everything in that."""
        if not self._open.get("table"):
            return
        table = len(self._stack) - 1 - self._stack[::-1].index("table")
        if "template" in self._stack[table:]:
            return
        self._pop(table + 1, formatting=True)

    def _found(self, names: object, fences: frozenset[str]) -> int:
        """The place of the nearest open element of these names, -1 if there is none before a fence."""
        stack = self._stack
        for at in range(len(stack) - 1, max(len(stack) - 1 - _REACH, -1), -1):
            if stack[at] in names:  # type: ignore[operator]
                return at
            if stack[at] in fences:
                return -1
        return -1

    def _reopen(self) -> None:
        """Formatting elements that were closed by force come back, as they would before the next text."""
        for signature, count in self._dangling.items():
            self._formatting -= count
            for _ in range(count):
                self._put(_NAME.split(signature, maxsplit=1)[0], signature)
        self._dangling.clear()

    def _push(self, name: str, attributes: str) -> None:
        self._put(name, name + attributes if name in _FORMATTING and name not in _ALONE else "")

    def _put(self, name: str, signature: str) -> None:
        self._stack.append(name)
        self._open[name] = self._open.get(name, 0) + 1
        self._signatures.append(signature)
        self._formatting += bool(signature)

    def _pop(self, size: int, *, formatting: bool = False) -> None:
        """Shorten the stack. Formatting elements above its new end will come back, unless they are closed too."""
        for at in range(len(self._stack) - 1, size - 1, -1):
            name, signature = self._stack.pop(), self._signatures.pop()
            self._open[name] -= 1
            self._formatting -= bool(signature)
            if signature and at > size and not formatting and self._dangling.get(signature, 0) < _SAME:
                self._dangling[signature] = self._dangling.get(signature, 0) + 1
                self._formatting += 1

    def _remove(self, at: int) -> None:
        self._open[self._stack.pop(at)] -= 1
        self._formatting -= bool(self._signatures.pop(at))

    def _settle(self, name: str) -> None:
        """An end tag for a formatting element that dangles."""
        if name not in _FORMATTING or not self._dangling:
            return
        for signature in reversed(self._dangling):
            if _NAME.split(signature, maxsplit=1)[0] == name:
                self._dangling[signature] -= 1
                self._formatting -= 1
                if not self._dangling[signature]:
                    del self._dangling[signature]
                return
