"""Checks of the text itself.  They run per answer, again when it changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Final

from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.search import with_words, words_of
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.kinds import LineKind, TextKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value
from pia_desktop.packs.model import Pack
from pia_desktop.packs.old_references import old_references
from pia_desktop.rules.checks.dates import WEEKDAYS, dates_in
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.renaming import Renamed
from pia_desktop.rules.checks.rule import label_of
from pia_desktop.rules.checks.words import listed, only_same, short

LINE_LIMIT: Final = 120
TEXT_LIMIT: Final = 8_000


@dataclass(frozen=True, slots=True)
class Outdated:
    """Text that a law or organization has since replaced.

    ``plain``: the replacement means the same, so that it can simply be substituted.
    """

    find: re.Pattern[str]
    since: date
    day: str
    instead: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A word often mistyped for another (減失 for 滅失)."""

    find: re.Pattern[str]
    instead: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The contents of ``resources/rules/texts.yaml``.

    ``templates``: what model texts leave to be filled in; ``packs``: known changes of law; ``renamed``:
    renamings by rows of 変更箇所.
    """

    outdated: tuple[Outdated, ...] = ()
    slips: tuple[Slip, ...] = ()
    templates: re.Pattern[str] | None = None
    packs: tuple[Pack, ...] = ()
    renamed: tuple[Renamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Customs:
    """Parameters of the text checks: items with an office's number, old tables, terms."""

    contacts: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    terms: Terms = field(default=Terms())

    def knowing(self, packs: Sequence[Pack], renamed: tuple[Renamed, ...]) -> Customs:
        """A copy with an office's packs, before the bundled ones, and its renamings."""
        if not packs and not renamed:
            return self
        terms = replace(self.terms, packs=(*packs, *self.terms.packs), renamed=renamed)
        return replace(self, terms=terms)


@dataclass(frozen=True, slots=True)
class Hit:
    """What one check found in a text: the text for the message, and the corrected text, if unambiguous."""

    code: str
    words: str = ""
    mended: str | None = None
    more: tuple[tuple[str, str], ...] = ()
    facts: str = ""


Check = Callable[[str], Iterator[Hit]]


def text_findings(form: Form, customs: Customs, today: date, path: NodePath, node: Node) -> list[Finding]:
    """All findings in the text of one answer; ``node`` contains it."""
    item_id = path[-1]
    value = node.answers.get(item_id)
    if value is None or value is True or isinstance(value, int):
        return []
    item = form.item(item_id)
    record = len(path) > 2 and path[-3] in customs.records
    found: dict[str, Finding] = {}
    for spot, text in words_of(item, value):
        for hit in _hits(item, text, record, item_id in customs.contacts, customs.terms, today):
            if hit.code in _PRIVATE and _withheld(node, item_id, text, spot):
                continue
            key = f"{hit.code}/{hit.words}" if hit.code in _EACH_WORD else hit.code
            if key not in found:
                found[key] = _finding(form, path, value, spot, hit)
    return list(found.values())


def _finding(form: Form, path: NodePath, value: Value, spot: Spot, hit: Hit) -> Finding:
    args = (("item", label_of(form, path[-1])), ("words", hit.words), *hit.more)
    mend = None
    if hit.mended is not None:
        mend = SetAnswer(path, with_words(value, spot, hit.mended))
    return Finding(hit.code, path, args, (), hit.facts or hit.words, mend)


def _withheld(node: Node, item_id: str, text: str, spot: Spot) -> bool:
    """Whether private data is already withheld: the whole answer, or these spans."""
    spans = node.withheld.get(item_id)
    if spans is None:
        return False
    if spans == WHOLE or spot != Spot():
        return spans == WHOLE
    private = [match.span() for match in (*_PHONE.finditer(text), *_MAIL.finditer(text))]
    return all(any(a <= start and end <= b for a, b in spans) for start, end in private)


def _hits(item: Item, text: str, record: bool, contact: bool, terms: Terms, today: date) -> Iterator[Hit]:
    yield from _sizes(item, text)
    for check in _ALWAYS:
        yield from check(text)
    yield from _contacts(text, contact or record)
    if record:
        return
    if only_same(text):
        yield Hit("C103", short(text))
    if not text.isascii():
        for check in _STYLE:
            yield from check(text)
        if isinstance(item.kind, TextKind):
            yield from _broken(text)
            yield from _twice(text)
        yield from _written_for(text, terms)
        yield from _old_terms(text, terms.outdated, today)
        for old in old_references(text, terms.packs, today):
            yield Hit("C630", old.words, old.mended, (("day", old.since), ("instead", old.instead)))
        yield from _old_names(text, terms.renamed)


# ---- length


def _sizes(item: Item, text: str) -> Iterator[Hit]:
    limit = LINE_LIMIT if isinstance(item.kind, LineKind) else TEXT_LIMIT
    if len(text) > limit:
        count = f"{len(text):,}"
        yield Hit("C106", more=(("count", count),), facts="long")
    if text.isspace():
        yield Hit("C107", mended="", facts="blank")


# ---- characters

_HALF_KANA: Final = re.compile("[\uff66-\uff9f]+")
_SQUARED: Final = re.compile("[\u3300-\u33ff\u32c0-\u32cb\u32cc-\u32ff\u2116\u2121\u213b]")
_PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LOST: Final = re.compile("\ufffd|〓|\\?{3,}|？{3,}")
_LOST_PERHAPS: Final = ("\ufffd", "〓", "???", "？？？")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00a0]")


def _half_kana(text: str) -> Iterator[Hit]:
    found = _HALF_KANA.findall(text)
    if found:
        whole = _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
        yield Hit("C602", listed(found), whole)


def _squared(text: str) -> Iterator[Hit]:
    found = _SQUARED.findall(text)
    if found:
        whole = _SQUARED.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
        yield Hit("C603", listed(found), whole)


@cache
def _extended() -> re.Pattern[str]:
    """The NEC and IBM extension kanji (髙, 﨑), which older machines lack."""
    chars = set()
    for lead in (0xFA, 0xFB, 0xFC):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            char = bytes((lead, trail)).decode("cp932", "ignore")
            chars |= {char} if char >= "\u3400" and not "\uff00" <= char <= "\uffef" else set()
    return re.compile(f"[{''.join(sorted(chars - {''}))}]")


def _extended_kanji(text: str) -> Iterator[Hit]:
    found = _extended().findall(text)
    if found:
        yield Hit("C604", listed(found))


def _private_use(text: str) -> Iterator[Hit]:
    found = _PRIVATE_USE.findall(text)
    if found:
        yield Hit("C605", listed([f"U+{ord(char):04X}" for char in found]))


def _lost(text: str) -> Iterator[Hit]:
    found = _LOST.findall(text) if any(mark in text for mark in _LOST_PERHAPS) else None
    if found:
        yield Hit("C606", listed(found))


def _invisible(text: str) -> Iterator[Hit]:
    found = _INVISIBLE.findall(text)
    if found:
        whole = _INVISIBLE.sub(lambda m: " " if m.group() == "\u00a0" else "", text)
        yield Hit("C607", listed([f"U+{ord(char):04X}" for char in found]), whole)


# ---- full and half width

_FULL_NUMBER: Final = re.compile("[０-９]{2,}")
_HALF_NUMBER: Final = re.compile("(?<![0-9A-Za-z.\\-/])[0-9]{2,}(?![0-9A-Za-z.\\-/])")
_FULL_LATIN: Final = re.compile("[Ａ-Ｚａ-ｚ]{2,}")
_HALF_LATIN: Final = re.compile("(?<![0-9A-Za-z./@_-])[A-Za-z]{2,}(?![0-9A-Za-z./@_-])")
_FULL_BRACKET: Final = re.compile("（[^（）()]{2,}）")
_HALF_BRACKET: Final = re.compile("\\([^（）()]{2,}\\)")
_TO_HALF: Final = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
)


def _mixed(text: str) -> Iterator[Hit]:
    """Mixed widths of numbers of two or more digits, Latin words, and brackets.

    Single full-width digits with longer half-width numbers are official custom, and single letters are marks.
    """
    for full, half in (
        (_FULL_NUMBER, _HALF_NUMBER),
        (_FULL_LATIN, _HALF_LATIN),
        (_FULL_BRACKET, _HALF_BRACKET),
    ):
        one = full.search(text)
        other = half.search(text) if one else None
        if one and other:
            whole = full.sub(lambda m: m.group().translate(_TO_HALF), text)
            mended = None if full is _FULL_BRACKET else whole
            yield Hit(
                "C601", f"{short(one.group(), 12)}、{short(other.group(), 12)}", mended, facts=full.pattern
            )
            return


# ---- gaps and breaks

_GAP: Final = re.compile(
    "(?<![○●◯△▲□■◇◆☆★])[○●◯△▲□■◇◆☆★]{2,}+(?=[^\\s　])|[×✕]{2,}|【要確認】|（要確認）"
    "|[\\[【〔]記入例?[\\]】〕]|TODO|ＸＸ+|XX+"
)
_GAP_SIGNS: Final = re.compile("[○●◯△▲□■◇◆☆★×✕][○●◯△▲□■◇◆☆★×✕]")
_GAP_WORDS: Final = ("要確認", "[記入", "【記入", "〔記入", "TODO", "ＸＸ", "XX")
"""Without any of these there is no gap."""
_PAIRS: Final = (("「", "」"), ("『", "』"), ("【", "】"), ("〔", "〕"), ("＜", "＞"), ("《", "》"))
_BEGINS_LATE: Final = re.compile("^[、。，．」』）】〕ぁぃぅぇぉっゃゅょァィゥェォッャュョー]")
_ENDS_EARLY: Final = re.compile("[、，「『（(〔【]$")
_GOES_ON: Final = re.compile(
    "(?:(?:こと|もの)とし|であり|しており|されており|を行い|を講じ|とともに|に基づき|により|及び|又は|並びに|若しくは|[^のとも]を)$"
)
"""How a sentence goes on: one that ends so, behind others that end in 。, was cut off."""


def _gaps(text: str) -> Iterator[Hit]:
    if not any(words in text for words in _GAP_WORDS) and not _GAP_SIGNS.search(text):
        return
    found = [match.group() for match in _GAP.finditer(text)]
    if found:
        yield Hit("C608", listed(found))


def _brackets(text: str) -> Iterator[Hit]:
    for opening, closing in _PAIRS:
        one, other = text.count(opening), text.count(closing)
        if one != other:
            yield Hit("C609", f"{opening}…{closing}", facts=f"{opening}{one}/{other}")
            return


def _broken(text: str) -> Iterator[Hit]:
    body = text.strip()
    end = body[-12:]  # the longest term has five characters
    if _BEGINS_LATE.match(body) and len(body) > 1:
        yield Hit("C610", f"{short(body, 12)}")
    elif _ENDS_EARLY.search(end) or ("。" in body and _GOES_ON.search(end)):
        yield Hit("C610", f"…{end}".replace("\n", " "))


_PARAGRAPH: Final = 30
"""Characters from which a line is a paragraph and no heading or entry of a list."""


def _twice(text: str) -> Iterator[Hit]:
    """The same paragraph twice under one heading, a heading being a short line that is not a sentence."""
    seen: set[str] = set()
    for line in text.split("\n"):
        words = line.strip()
        if words and len(words) < _PARAGRAPH and not words.endswith("。"):
            seen.clear()
        elif len(words) >= _PARAGRAPH:
            if words in seen:
                yield Hit("C613", short(words))
                return
            seen.add(words)


# ---- words written for others


def _written_for(text: str, terms: Terms) -> Iterator[Hit]:
    left = terms.templates.search(text) if terms.templates else None
    if left:
        yield Hit("C611", left.group())
    for slip in terms.slips:
        match = slip.find.search(text)
        if match:
            whole = slip.find.sub(slip.instead, text)
            yield Hit("C612", match.group(), whole, (("right", match.expand(slip.instead)),))


# ---- what is not for the public

# The lookbehind follows the first digit: searching for digits alone is faster.
_MY_NUMBER: Final = re.compile(
    "[0-9０-９](?<![0-9０-９\\-－][0-9０-９])[0-9０-９]{3}"
    "[ 　\\-－‐]?[0-9０-９]{4}[ 　\\-－‐]?[0-9０-９]{4}(?![0-9０-９\\-－])"
)
_PHONE: Final = re.compile(
    "[0０](?:(?<![0-9０-９\\-－][0０])[0-9０-９]{1,4}"
    "[\\-－‐―（(）)][0-9０-９]{1,4}[\\-－‐―）)][0-9０-９]{3,4}(?![0-9０-９\\-－])"
    "|(?<![0-9０-９][0０])[7-9７-９][0０][0-9０-９]{8}(?![0-9０-９]))"
)
_MOBILE: Final = re.compile("0[789]0")
_MAIL: Final = re.compile("[A-Za-z0-9._%+\\-]+@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)+")
_PRIVATE_MAIL: Final = re.compile(
    "@(?:gmail|yahoo|hotmail|outlook|icloud|live|docomo|ezweb|au|softbank|i\\.softbank|me|msn)\\.",
    re.IGNORECASE,
)


def my_number_valid(digits: str) -> bool:
    """Whether twelve digits are a valid 個人番号 by check digit (平成26年総務省令第85号 第5条)."""
    total = 0
    for n in range(1, 12):
        total += int(digits[11 - n]) * (n + 1 if n <= 6 else n - 5)
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _personal_number(text: str) -> Iterator[Hit]:
    """Finds 個人番号. The number itself is not in the finding, as findings are stored, printed and shown."""
    for match in _MY_NUMBER.finditer(text):
        digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", match.group()))
        if len(digits) == 12 and len(set(digits)) > 1 and my_number_valid(digits):
            yield Hit("C620", facts=f"at {match.start()}")
            return


def _contacts(text: str, usual: bool) -> Iterator[Hit]:
    phones = [m.group() for m in _PHONE.finditer(text)]
    mails = [m.group() for m in _MAIL.finditer(text)] if "@" in text else []
    mobile = [phone for phone in phones if _MOBILE.match(unicodedata.normalize("NFKC", phone))]
    private = [mail for mail in mails if _PRIVATE_MAIL.search(mail)]
    if mobile or private:
        yield Hit("C621", facts="/".join([*mobile, *private]))
    office = [words for words in (*phones, *mails) if words not in mobile and words not in private]
    if office and not usual:
        yield Hit("C622", listed(office))


# ---- days of the week


def _weekdays(text: str) -> Iterator[Hit]:
    if "曜" not in text and not _WEEKDAY_MARK.search(text):
        return
    for found in dates_in(text):
        day = found.date.to_date()
        right = WEEKDAYS[day.weekday()] if day else ""
        if found.weekday and right and found.weekday != right:
            at = found.weekday_at
            words = f"{found.words}（{found.weekday}）"
            yield Hit("C410", words, text[:at] + right + text[at + 1 :], (("right", f"{right}曜日"),))
            return


_WEEKDAY_MARK: Final = re.compile("日[\\s　]*[（(][\\s　]*[月火水木金土日]")


# ---- terms that the law has changed


def _old_terms(text: str, outdated: tuple[Outdated, ...], today: date) -> Iterator[Hit]:
    for term in outdated:
        match = term.find.search(text) if term.since <= today else None
        if match:
            mended = term.find.sub(term.instead, text) if term.plain else None
            yield Hit("C630", match.group(), mended, (("day", term.day), ("instead", term.instead)))


def _old_names(text: str, renamed: tuple[Renamed, ...]) -> Iterator[Hit]:
    for one in renamed:
        found = one.spans(text)
        if found:
            mended = text
            for start, end in reversed(found):
                mended = mended[:start] + one.new + mended[end:]
            yield Hit("C631", one.old, mended, (("day", one.day), ("instead", one.new)))


_ALWAYS: Final[tuple[Check, ...]] = (_half_kana, _private_use, _lost, _personal_number, _weekdays)
_STYLE: Final[tuple[Check, ...]] = (_squared, _extended_kanji, _invisible, _mixed, _gaps, _brackets)
_PRIVATE: Final = frozenset({"C621", "C622"})
_EACH_WORD: Final = frozenset({"C612", "C630", "C631"})
"""Found once for each of the words, not once for the answer."""
TEXT_CODES: Final = frozenset(
    {"C103", "C106", "C107", "C410", "C601", "C602", "C603", "C604", "C605", "C606", "C607", "C608", "C609"}
    | {"C610", "C611", "C612", "C613", "C620", "C621", "C622", "C630", "C631"}
)
