"""Every item of every edition has guidance of its own that a clerk can read."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import Form
from pia_desktop.guidance import COVER, Guidance, entries, guidance_for
from pia_desktop.paths import resource_root
from pia_desktop.revisions.proposals import ADDED
from pia_desktop.rules.threshold import Band, Handlers, Incident, judge
from tests.conftest import ROOT

FORMS = all_forms()
FILES = sorted((ROOT / "resources" / "guidance").glob("*.yaml"))
LONGEST = {"what": 220, "look": 70, "example": 300, "rule": 80}
"""In characters: what can be taken in at a glance beside a field."""

each_form = pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])


def entries_of(path: Path) -> dict[str, dict[str, str]]:
    """The entries as they stand in the file."""
    found: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["items"]
    return found


def written() -> Iterator[tuple[str, dict[str, str]]]:
    for path in FILES:
        for item_id, entry in entries_of(path).items():
            yield f"{path.stem}:{item_id}", entry


@each_form
def test_every_item_and_list_has_guidance(form: Form) -> None:
    ids = [*form.places, *form.lists]
    assert sorted(entry.id for entry in entries(form)) == sorted(ids)
    assert all(guidance_for(form, item_id).what for item_id in ids)


@each_form
def test_entries_stand_in_printed_order_and_have_names(form: Form) -> None:
    found = entries(form)
    items = [entry.id for entry in found if entry.id in form.places]
    assert items == list(form.places)
    parts = [entry.part for entry in found]
    assert list(dict.fromkeys(parts)) == [COVER, *(part.id for part in form.all_parts)]
    assert all(entry.label and entry.path for entry in found)
    assert all(entry.heading for entry in found if entry.part != COVER and entry.id != "files")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_entry_is_without_an_item(path: Path) -> None:
    known = {id_ for form in FORMS if form.id == path.stem for id_ in (*form.places, *form.lists)}
    assert set(entries_of(path)) == known


def all_guidance() -> Iterator[tuple[Form, str, Guidance]]:
    for form in FORMS:
        for entry in entries(form):
            yield form, entry.id, entry.guidance


def test_texts_are_short_enough_to_read_at_the_field() -> None:
    faults = []
    for form, item_id, guidance in all_guidance():
        texts = {"what": [guidance.what], "look": guidance.look}
        texts |= {"example": [guidance.example], "rule": [guidance.rule]}
        faults += [
            (form.edition, item_id, name)
            for name, parts in texts.items()
            for part in parts
            if len(part) > LONGEST[name]
        ]
        if not 2 <= guidance.what.count("。") <= 4 or not guidance.what.endswith("。"):
            faults.append((form.edition, item_id, "sentences"))
    assert faults == []


FOREIGN = re.compile(r"※|\*\*|`|</?[a-z]|https?:|[ｦ-ﾟ]|[ \t]$|。。|、、|、。|[〇○]{3}|同上")


def test_texts_are_plain_words() -> None:
    assert [
        (form.edition, item_id, text)
        for form, item_id, guidance in all_guidance()
        for text in guidance.texts
        if FOREIGN.search(text)
    ] == []


OTHERWISE = {
    "漏洩": "漏えい",
    "棄損": "毀損",
    "滅却": "消去",
    "セキュリティー": "セキュリティ",
    "サーバ(?!ー)": "サーバー",
    "個人番号法|マイナンバー法": "番号法",
    "特定個人情報ファイル名簿": "個人情報ファイル簿",
    "個人情報保護委員会規則第": "規則第",
    "評価実施期間": "評価実施機関",
    "しきい値判定": "しきい値判断",
    "全項目評価表": "全項目評価書",
}


def test_terms_are_written_one_way() -> None:
    assert [
        (item_id, wrong)
        for _form, item_id, guidance in all_guidance()
        for wrong in OTHERWISE
        if re.search(wrong, "\n".join(guidance.texts))
    ] == []


def test_the_law_is_named_as_it_is_now() -> None:
    """The old tables and the ordinances on personal information are spoken of only as what was before."""
    for _form, item_id, guidance in all_guidance():
        assert not re.search("別表第[一二１２12]|個人情報保護条例", f"{guidance.example}{guidance.rule}"), (
            item_id
        )


def test_what_belongs_is_said_of_each_item_for_itself() -> None:
    """Texts that two items share are shared by reference."""
    for name in ("what", "example"):
        counted = Counter(entry[name] for _place, entry in written() if name in entry)
        twice = [text for text, count in counted.items() if count > 1 and len(str(text)) > 20]
        assert twice == [], name
    for form in FORMS:
        whats = Counter(entry.guidance.what for entry in entries(form))
        assert [what for what, count in whats.items() if count > 1] == [], form.edition


@each_form
def test_examples_of_choices_name_options_that_are_there(form: Form) -> None:
    for entry in entries(form):
        kind = form.places[entry.id].item.kind if entry.id in form.places else None
        if isinstance(kind, ChoiceKind):
            words = {option.words for option in kind.options}
        elif isinstance(kind, ChecksKind):
            words = {box.label for box in kind.boxes}
        else:
            continue
        quoted = re.findall("「([^」]*)」", entry.guidance.example)
        named = [one for one in quoted if one in words or any(one.startswith(f"{w}（") for w in words)]
        assert named, entry
        chosen = re.findall("「([^」]*)」(?:など|だけ)?を(?:選|チェック)", entry.guidance.example)
        assert set(chosen) <= set(named), entry


OPTION_SETS = {
    words
    for form in FORMS
    for place in form.places.values()
    for words in (
        [option.words for option in place.item.kind.options]
        if isinstance(place.item.kind, ChoiceKind)
        else [box.label for box in place.item.kind.boxes]
        if isinstance(place.item.kind, ChecksKind)
        else [place.item.label or ""]
    )
}


def test_nothing_is_taken_from_the_samples(samples: Path) -> None:
    """No sentence of a real assessment that is not the form's own words stands in the guidance."""

    def words(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield from (part.strip() for part in re.split(r"[。\n]", value))
        elif isinstance(value, dict):
            for inner in value.values():
                yield from words(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from words(inner)

    sentences = {
        sentence
        for path in samples.glob("*.json")
        for sentence in words(json.loads(path.read_text(encoding="utf-8")))
        if len(sentence) >= 10 and sentence not in OPTION_SETS
    }
    assert len(sentences) > 100
    text = "\n".join(text for _form, _id, guidance in all_guidance() for text in guidance.texts)
    assert [sentence for sentence in sentences if sentence in text] == []


def test_every_rule_says_how_sure_it_is_and_a_guideline_is_no_law() -> None:
    for path in sorted((resource_root() / "guidance").glob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, following in pairwise(lines):
            if line.lstrip().startswith("rule:"):
                assert following.lstrip().startswith("sure:"), (path.name, line)
                if "sure: law" in following:
                    assert "指針" not in line, (path.name, line)
                    assert "ガイドライン" not in line, (path.name, line)


def test_the_entry_on_accidents_tells_what_they_change_in_the_duty() -> None:
    """Held against the threshold table itself: which numbers of people an accident makes a difference for."""
    changed = {
        band.value
        for band in Band
        if judge(band, Handlers.FEW, Incident.YES).owed is not judge(band, Handlers.FEW, Incident.NO).owed
    }
    assert changed == {"1万人以上10万人未満", "10万人以上30万人未満"}
    found = guidance_for(find_form("yoshiki2"), "II.3")
    assert found is not None
    for words in ("１万人以上10万人未満なら重点項目評価", "10万人以上30万人未満なら全項目評価", "500人以上"):
        assert words in found.what


def test_guidance_and_program_write_what_was_added_alike() -> None:
    found = guidance_for(find_form("yoshiki4"), "変更前の記載")
    assert found is not None
    assert ADDED in found.what
