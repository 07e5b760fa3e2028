"""Named rules on names that must agree, and on reasons that must match ticked boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.item_state import says_taken_out
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.values import Checked
from pia_desktop.rules.checks.agencies import place_name
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import View
from pia_desktop.rules.checks.words import empty, folded, levelled, listed, short, unsaid

_LEAD: Final = re.compile(r"^(?:[(（]?[0-9０-９]{1,2}[)）.．、]?|[①-⑳]|[・･○●■◆\-－])+[\s　]*")
_NAME_END: Final = re.compile(r"ファイル$")


def _bare(name: str) -> str:
    """A name without leading number or mark, for comparison."""
    return folded(_LEAD.sub("", name.strip()))


def _names(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n、，]", text) if line.strip()]


def files_listed(view: View, names: str, name: str) -> Iterator[Finding]:
    """Ⅰ「特定個人情報ファイル名」 lists exactly the Ⅱ.1 of all files."""
    lines = _names(view.words(names))
    files = [(path, value) for path, value in view.each(name) if isinstance(value, str) and not empty(value)]
    seen: Counter[str] = Counter()
    for path, value in files:
        seen[_bare(value)] += 1
        if seen[_bare(value)] == 2:
            yield Finding("C213", path, (("name", short(value)),), facts=levelled(value))
        if not lines or folded(value) in folded(view.words(names)):  # a list may number its names
            continue
        alike = next((line for line in lines if _bare(line) == _bare(value)), None)
        taken = alike or (lines[0] if len(lines) == len(files) == 1 else None)
        args = (("name", short(value)), ("words", short(alike or "")), ("other", view.label(names, name)))
        mend = SetAnswer(path, taken) if taken else None
        code = "C211" if alike else "C210"
        yield Finding(code, path, args, (view.path(names),), f"{levelled(value)}/{alike}", mend)
    described = {_bare(value) for _path, value in files}
    if len(files) == sum(1 for _one in view.each(name)):
        for line in lines:
            known = any(_bare(line) in name for name in described)
            if _NAME_END.search(line) and not known and len(lines) > len(files):
                yield view.found("C212", names, {"words": short(line)}, facts=levelled(line))


def same_name(view: View, says: str, name: str) -> Iterator[Finding]:
    """Ⅲ.1 repeats Ⅱ.1; it may be shorter or longer, but not a different name."""
    own, wanted = view.words(says), view.words(name)
    if unsaid(own) or empty(wanted):
        return
    one, other = _bare(own), _bare(wanted)
    if one not in other and other not in one:
        args = {"words": short(own), "name": short(wanted)}
        mend = SetAnswer(view.path(says), None)
        facts = tuple(levelled(_LEAD.sub("", words.strip())) for words in (own, wanted))
        yield view.found("C214", says, args, related=(name,), facts=facts, mend=mend)


_FORM_NAMES: Final = ("基礎項目評価書", "重点項目評価書", "全項目評価書")


def title_says(view: View, title: str, work: str) -> Iterator[Finding]:
    """評価書名 names the operation and this form."""
    words, name = view.words(title), view.words(work)
    if empty(words):
        return
    for other in _FORM_NAMES:
        if other in words and other != view.form.short_title and view.form.short_title not in words:
            args = {"words": other, "form": view.form.short_title}
            yield view.found("C216", title, args, facts=words)
    own, wanted, known = folded(words), folded(name), levelled(words)
    for form_name in _FORM_NAMES:
        own, known = own.replace(form_name, ""), known.replace(form_name, "")
    if wanted and own and wanted not in own and own not in wanted:
        facts = (known, levelled(name))
        yield view.found("C215", title, {"name": short(name)}, related=(work,), facts=facts)


def agency_in(view: View, text: str, agency: str) -> Iterator[Finding]:
    """The declaration names this agency, not the one it was copied from."""
    place = place_name(view.words(agency))
    words = view.words(text)
    if (
        place
        and not unsaid(words)
        and place not in words
        and "当" + place[-1] not in words
        and "本" + place[-1] not in words
    ):
        yield view.found("C217", text, {"name": place}, related=(agency,), facts=place)


def number_only(view: View, says: str) -> Iterator[Finding]:
    """評価書番号 is a number."""
    words = view.words(says)
    if not unsaid(words) and not folded(words).isdigit():
        yield view.found("C218", says, {"words": short(words)}, facts=words)


_NAME_CHARS: Final = r"[\u3005\u3400-\u9fff々ァ-ヶぁ-ん]{1,5}"
_PERSON: Final = re.compile(
    rf"(?:長|主幹|室長|主任|参事|担当)[\s　]+{_NAME_CHARS}(?:[\s　]+{_NAME_CHARS})?[\s　]*$"
)


def no_person(view: View, says: str) -> Iterator[Finding]:
    """所属長の役職名 is a post; since 平成30年5月 the form does not ask for a name."""
    words = view.words(says)
    found = _PERSON.search(words)
    if found and not words.rstrip("　 ").endswith(("長", "主幹", "担当", "参事")):
        yield view.found("C221", says, facts=words)


def alike_in_files(view: View, says: str) -> Iterator[Finding]:
    """Agency-wide answers are the same in all files."""
    answers = [(path, value) for path, value in view.each(says) if value is not None]
    if len({value for _path, value in answers}) > 1:
        paths = tuple(path for path, _value in answers)
        facts = "/".join(str(value) for _path, value in answers)
        yield Finding("C220", paths[0], (("item", view.label(says)),), paths[1:], facts)


def unlike_entries(view: View, says: str) -> Iterator[Finding]:
    """No two entries have the same name."""
    seen: dict[str, tuple[str, ...]] = {}
    for path, value in view.each(says):
        if not isinstance(value, str) or unsaid(value):
            continue
        name = folded(value)
        if name in seen and not says_taken_out(value):
            yield Finding("C219", path, (("words", short(value)),), (seen[name],), name)
        seen.setdefault(name, path)


# ---- reasons

_NOT_A_KIND: Final = re.compile("個人番号(?:対応符号|カード|利用事務)")


def reasons_match(view: View, boxes: str, text: str) -> Iterator[Finding]:
    """その妥当性 gives no reason for kinds of items that are not ticked in 主な記録項目."""
    value, words = view.get(boxes), folded(view.words(text))
    kind = view.form.item(boxes).kind
    if not isinstance(value, Checked) or not isinstance(kind, ChecksKind) or not words:
        return
    named = _NOT_A_KIND.sub("", words)
    unticked = [
        box.label
        for box in kind.boxes
        if box.label not in value.ticked
        and not box.text
        and _connection(box.label) in (named if _connection(box.label) == "個人番号" else words)
    ]
    if unticked:
        ticked = value
        for label in unticked:
            ticked = ticked.with_tick(label, True)
        args = {"words": listed([_connection(label) for label in unticked], 8)}
        mend = SetAnswer(view.path(boxes), ticked)
        yield view.found("C317", boxes, args, related=(text,), facts=unticked, mend=mend)


def _connection(label: str) -> str:
    """A label as used in sentences: 住民票関係情報 for その他住民票関係情報, 4情報 for 4情報（氏名…）."""
    core = folded(label).split("(")[0]
    return core.removeprefix("その他") if core.endswith("関係情報") else core
