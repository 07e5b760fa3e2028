"""What the official forms hold, item by item, as lines: kept in ``facts/`` and compared with what is shipped.

A file of facts tells of one edition, in printed order: a part (``[Ⅰ]``), a section (``§``), a risk (``!``), a
none-box (``none``), a list (``repeat``, ``table``), an item with its kind and label, its sub-items further
in.  ``※`` ends an item whose change is a 重要な変更.  A set of options or boxes stands where it is first
used (``#3 2 columns: …``) and by its number afterwards.

``python -m tests.forms.facts`` writes them anew from the description of the official forms beside this
repository; nobody who lacks that needs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from pia_desktop.forms.catalogue import edition_files
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, CountKind, DateKind, FixedKind
from pia_desktop.forms.model import Form, Item, Part, Section
from tests.conftest import ROOT

FOLDER: Final = Path(__file__).resolve().parent / "facts"
REFERENCE: Final = ROOT.parent / "shared" / "forms"
_NOTHING: Final = "－"


def facts_file(form: str, version: str) -> Path:
    """Where the facts of an edition lie, or would lie."""
    return FOLDER / f"{edition_files()[form, version].stem}.txt"


class _Facts:
    """Collects lines; every set is told once."""

    def __init__(self, *head: str) -> None:
        self.lines = list(head)
        self._sets: dict[str, int] = {}

    def add(self, line: str) -> None:
        self.lines.append(line.replace("\n", "⏎"))

    def set_number(self, words: str) -> str:
        """``#3`` for a set; told in a line of its own when it is first met."""
        if words not in self._sets:
            self._sets[words] = len(self._sets) + 1
            self.add(f"#{self._sets[words]} {words}")
        return f"#{self._sets[words]}"

    def item(
        self, depth: int, item_id: str, kind: str, label: str | None, more: dict[str, Any], important: bool
    ) -> None:
        """One item; ``more`` is what else is known of it, left out where it is nothing."""
        words = [f"{name}={value}" for name, value in more.items() if value]
        mark = ["※"] if important else []
        self.add("  " * depth + " ".join([item_id, kind, *words, *mark, f"| {label or _NOTHING}"]))


def _choice_set(columns: int, options: list[str]) -> str:
    return f"{columns} columns: " + " ／ ".join(options)


def _check_set(columns: int, groups: list[tuple[str | None, tuple[int, ...], list[str]]]) -> str:
    told = [
        (f"{label} " if label else "") + f"{'+'.join(map(str, rows))}: " + " ／ ".join(boxes)
        for label, rows, boxes in groups
    ]
    return f"{columns} columns, boxes " + " ‖ ".join(told)


def _box(label: str, text: bool, unit: str | None) -> str:
    return label + ("（　）" if text else "") + (f"（　）{unit}" if unit else "")


# ---- of a definition that is shipped


def facts_of(form: Form) -> list[str]:
    """What a definition says."""
    facts = _Facts(f"{form.id} {form.version}", f"title {form.title}", f"mark {form.mark}")
    for line in form.contents:
        facts.add(f"contents {line.words}")
    for item in form.cover:
        _tell_item(facts, item, 0)
    for part in form.parts:
        _tell_part(facts, part)
    return facts.lines


def _tell_part(facts: _Facts, part: Part) -> None:
    facts.add(f"[{part.id}] {part.title}" + (" (per file)" if part.per_file else ""))
    for section in part.sections:
        facts.add(f"§ {section.title or _NOTHING}")
        for box in section.none:
            facts.add(f"none {box.id} | {box.label}")
        _tell_lists(facts, section)
        for item in section.items:
            _tell_item(facts, item, 0)
        for risk in section.risks:
            facts.add(f"! {risk.title}")
            for item in risk.items:
                _tell_item(facts, item, 0)


def _tell_lists(facts: _Facts, section: Section) -> None:
    if section.repeat:
        repeat = section.repeat
        facts.add(_repeat_line(repeat.id, repeat.label, repeat.bands, repeat.heading))
    if section.table:
        labels = [column.label or "" for column in section.table.columns]
        facts.add(f"table {section.table.id} | {' ／ '.join(labels)}")


def _repeat_line(list_id: str, label: str, bands: bool, heading: str | None) -> str:
    return f"repeat {list_id}" + " bands" * bands + (f" heading={heading}" if heading else "") + f" | {label}"


def _tell_item(facts: _Facts, item: Item, depth: int) -> None:
    kind = item.kind
    more: dict[str, Any] = {"default": item.default}
    if isinstance(kind, ChoiceKind):
        assert [option.number for option in kind.options] == list(range(1, len(kind.options) + 1))
        more["of"] = facts.set_number(_choice_set(kind.columns, [option.words for option in kind.options]))
    elif isinstance(kind, ChecksKind):
        groups = [(g.label, g.rows, [_box(b.label, b.text, b.unit) for b in g.boxes]) for g in kind.groups]
        more["of"] = facts.set_number(_check_set(kind.columns, groups))
    elif isinstance(kind, FixedKind):
        more["text"] = kind.text
    elif isinstance(kind, DateKind):
        more["suffix"] = kind.suffix
    for companion in item.companions:
        unit = companion.kind.unit if isinstance(companion.kind, CountKind) else None
        more[companion.id.rpartition(".")[2]] = unit or companion.label
    facts.item(depth, item.id, kind.name, item.label, more, item.important)
    for sub in item.sub:
        _tell_item(facts, sub, depth + 1)


# ---- of the description of the official forms


def described() -> Iterator[tuple[str, str, list[str]]]:
    """Form, version and facts of every edition that the description tells of."""
    for path in sorted(REFERENCE.glob("*.yaml")):
        versions = yaml.safe_load(path.read_text(encoding="utf-8"))
        for version in versions.get("versions", [versions.get("version")]):
            whole = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield whole["form"], version, _Description(whole, version).facts()


class _Description:
    """One edition of a described form; a description that tells of several is cut down to it."""

    def __init__(self, whole: dict[str, Any], version: str) -> None:
        self.whole = whole
        self.version = version
        self.newest = version == whole.get("versions", [version])[-1]
        self._plain: frozenset[str] = frozenset()

    def facts(self) -> list[str]:
        whole = self.whole
        mark = whole["mark"][self.version] if isinstance(whole["mark"], dict) else whole["mark"]
        facts = _Facts(f"{whole['form']} {self.version}", f"title {whole['title']}", f"mark {mark}")
        for words in whole.get("contents", []):
            facts.add(f"contents {words}")
        for raw in whole["cover"]:
            self._item(facts, raw, 0, False)
        for part in whole["parts"]:
            self._part(facts, part)
        return facts.lines

    def _part(self, facts: _Facts, part: dict[str, Any]) -> None:
        facts.add(f"[{part['id']}] {part['title']}" + (" (per file)" if part.get("per_file") else ""))
        importance = part.get("important", {})
        self._plain = frozenset(importance.get("except", []))
        for raw in part["sections"]:
            if raw.get("only", self.version) == self.version:
                self._section(facts, raw, bool(importance.get("all")))

    def _section(self, facts: _Facts, raw: dict[str, Any], important: bool) -> None:
        title = raw.get("title") if self.newest else raw.get(f"title_{self._year()}", raw.get("title"))
        important = important or "※" in (title or "")
        facts.add(f"§ {title or _NOTHING}")
        none = raw.get("none", [])
        for box in none if isinstance(none, list) else [none]:
            facts.add(f"none {box['id']} | {box['label']}")
        if repeat := raw.get("repeat"):
            heading = repeat.get("heading")
            facts.add(_repeat_line(repeat["id"], repeat["label"], bool(repeat.get("bands")), heading))
        if table := raw.get("table"):
            facts.add(f"table {table['id']} | {' ／ '.join(table['columns'])}")
        for item in raw.get("items", []):
            self._item(facts, item, 0, important)
        for risk in raw.get("risks", []):
            facts.add(f"! {risk['title']}")
            for item in risk["items"]:
                self._item(facts, item, 0, important)

    def _year(self) -> int:
        """The year that ``title_2019`` means, of 平成31年1月."""
        era, year = self.version[:2], self.version[2:].partition("年")[0]
        return {"平成": 1988, "令和": 2018}[era] + int(year)

    def _item(self, facts: _Facts, raw: dict[str, Any], depth: int, important: bool) -> None:
        kind, label = raw["kind"], raw["label"]
        more: dict[str, Any] = {"default": raw.get("default")}
        if kind == "choice":
            found = self.whole["options"][raw["options"]]
            more["of"] = facts.set_number(_choice_set(found["columns"], list(map(str, found["of"]))))
        elif kind == "checks":
            more["of"] = facts.set_number(_described_boxes(self.whole["checks"][raw["options"]]))
        more |= {name: raw.get(name) for name in ("text", "suffix", "count", "detail")}
        marked = (important or "※" in (label or "")) and raw["id"] not in self._plain
        facts.item(depth, raw["id"], kind, label, more, marked)
        for sub in raw.get("sub", []):
            self._item(facts, sub, depth + 1, important)


def _described_boxes(found: dict[str, Any]) -> str:
    groups = found.get("groups") or [{"label": None, "of": found["of"], "rows": found.get("rows")}]
    columns = found.get("columns") or max(found["rows"])
    told = []
    for group in groups:
        boxes = [box if isinstance(box, dict) else {"label": str(box)} for box in group["of"]]
        full, rest = divmod(len(boxes), columns)
        rows = tuple(group.get("rows") or (columns,) * full + ((rest,) if rest else ()))
        words = [_box(box["label"], bool(box.get("text")), box.get("count")) for box in boxes]
        told.append((group["label"], rows, words))
    return _check_set(columns, told)


def main() -> None:
    """Write the facts of every edition that is both described and shipped."""
    FOLDER.mkdir(exist_ok=True)
    for form, version, lines in described():
        if (form, version) in edition_files():
            target = facts_file(form, version)
            target.write_text("\n".join(lines) + "\n", encoding="utf-8")
            print(target.name)


if __name__ == "__main__":
    main()
