"""The checks: each finds what it is for and leaves the near miss alone; mends mend; following equals anew."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, blank_root
from pia_desktop.assessment.edits import Batch, SetAnswer, SetWithheld, apply_edit, explicit
from pia_desktop.assessment.tabs import tab_of
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.errors import DefinitionError
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.i18n import use_language
from pia_desktop.packs.loader import own_pack
from pia_desktop.rules.checks import codes
from pia_desktop.rules.checks.agencies import is_local, place_name
from pia_desktop.rules.checks.changes import names_important
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.codes import CODES, NO_ANSWER, UNREAD, Code
from pia_desktop.rules.checks.dates import dates_in
from pia_desktop.rules.checks.finding import Finding, FindingKey, apply_set_asides
from pia_desktop.rules.checks.private_words import my_number_valid
from pia_desktop.rules.checks.rulebook import parse_rules, parse_terms, rulebook
from pia_desktop.rules.checks.severity import Severity
from tests.rules.checks_cases import CASES, Case, changed, sample
from tests.strategies import LAW, edits, nodes

TODAY = date(2025, 4, 1)


def check(form: Form, root: object) -> Checker:
    return Checker(form, root, TODAY)  # type: ignore[arg-type]


def place(finding: Finding) -> str:
    """The id of the item or list of a finding."""
    return finding.path[-1] if len(finding.path) % 2 else finding.path[-2]


def by_id(case: Case) -> str:
    return f"{case.code} {case.form}"


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_check_finds_its_case_at_its_item(case: Case) -> None:
    form, root = sample(case.form)
    found = [f for f in check(form, changed(form, root, case.found)).findings() if f.code == case.code]
    assert case.at in {place(finding) for finding in found}


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_check_leaves_the_near_miss_alone(case: Case) -> None:
    form, root = sample(case.form)
    before = {finding.key for finding in check(form, root).findings()}
    after = check(form, changed(form, root, case.near)).findings()
    assert case.code not in {finding.code for finding in after if finding.key not in before}


def test_every_code_has_a_case() -> None:
    assert {case.code for case in CASES} == set(CODES) - {UNREAD}


def test_no_two_checks_have_the_same_code() -> None:
    groups = [group for group in vars(codes).values() if isinstance(group, tuple)]
    taken = Counter(one.code for group in groups for one in group if isinstance(one, Code))
    assert taken == Counter(CODES.keys())


def test_every_code_is_used_by_a_form() -> None:
    assert set().union(*(rulebook(form).codes for form in all_forms())) == set(CODES) - {UNREAD}


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_mend_fits_the_form_and_puts_its_finding_right(case: Case) -> None:
    form, root = sample(case.form)
    root = changed(form, root, case.found)
    for finding in check(form, root).findings():
        if finding.mend is not None:
            assert finding.mend_label
            assessment = Assessment(form, root)
            assessment.apply(finding.mend)
            after = check(form, assessment.root).findings()
            assert (finding.code, finding.path, finding.facts) not in {
                (f.code, f.path, f.facts) for f in after
            }


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_sentence_is_whole_in_both_languages(case: Case, language: str) -> None:
    form, root = sample(case.form)
    use_language(language)
    try:
        for finding in check(form, changed(form, root, case.found)).findings():
            assert finding.message
            assert "“”" not in finding.message
            assert "「」" not in finding.message
            assert "{" not in finding.message
    finally:
        use_language("ja")


@pytest.mark.parametrize("form_id", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_the_invented_samples_hold_no_mistake(form_id: str) -> None:
    form, root = sample(form_id)
    counts = check(form, root).counts()
    assert (counts[Severity.ERROR], counts[Severity.CONFIRM]) == (0, 0)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_a_blank_form_lacks_answers_and_nothing_else(form: Form) -> None:
    codes = {finding.code for finding in check(form, blank_root(form)).findings()}
    assert {"C101", "C411"} <= codes <= NO_ANSWER


# ---- following edits


@LAW
@given(st.data())
def test_following_edits_finds_what_checking_anew_finds(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    root = data.draw(nodes(form))
    checker = check(form, root)
    for _step in range(data.draw(st.integers(1, 4))):
        edit = explicit(root, data.draw(edits(form, root)))
        root, _inverse = apply_edit(root, edit)
        before = checker.findings()
        told = checker.update(edit, root)
        anew = check(form, root)
        assert checker.findings() == anew.findings()
        assert checker.counts() == anew.counts()
        for tab in {tab_of(form, finding.path) for finding in (*before, *anew.findings())}:
            assert checker.counts(tab) == anew.counts(tab)
        assert len(checker) == len(anew.findings())
        now = Counter(map(repr, before))
        now.subtract(map(repr, told.gone))
        now.update(map(repr, told.come))
        assert +now == Counter(map(repr, anew.findings()))
        for finding in anew.findings():
            assert checker.at(finding.path) == anew.at(finding.path)


@pytest.mark.parametrize("form_id", ["yoshiki3", "yoshiki4"])
def test_findings_of_one_code_at_one_place_have_an_order_whatever_was_typed_first(form_id: str) -> None:
    form, root = sample(form_id)
    path = (FILES, next(iter(root.entries((FILES,)))), "II.5")
    boxes = ["提供を行っている", "移転を行っている"]
    without_counts = SetAnswer(path, Checked.of(boxes))
    root, _inverse = apply_edit(root, without_counts)
    for box in boxes:
        checker = check(form, root)
        anew = checker.findings(), checker.at(path)
        found = [f for f in checker.at(path) if f.code == "C202"]
        assert [dict(f.args)["value"] for f in found] == boxes
        mend = found[boxes.index(box)].mend
        assert mend is not None
        for edit in (mend, without_counts):
            checker.update(edit, apply_edit(checker.root, edit)[0])
        assert (checker.findings(), checker.at(path)) == anew


@LAW
@given(st.data())
def test_what_was_missed_meanwhile_is_caught_up_with_in_one_batch(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    root = data.draw(nodes(form))
    checker = check(form, root)
    missed = []
    for _step in range(data.draw(st.integers(1, 4))):
        edit = explicit(root, data.draw(edits(form, root)))
        root, _inverse = apply_edit(root, edit)
        missed.append(edit)
    checker.update(Batch(tuple(missed)), root)
    assert checker.findings() == check(form, root).findings()


@LAW
@given(st.data())
def test_any_mend_is_an_edit_that_the_form_takes(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    root = data.draw(nodes(form))
    for finding in check(form, root).findings():
        assert finding.message
        if finding.mend is not None:
            Assessment(form, root).apply(finding.mend)


# ---- setting aside


def test_what_is_set_aside_comes_back_when_the_facts_change() -> None:
    form, root = sample("yoshiki4")
    root = changed(form, root, {"II.4.count": 9})
    (finding,) = [f for f in check(form, root).findings() if f.code == "C201"]
    reasons = {finding.key: "別紙に続く。", FindingKey("C999", ("gone", "#0")): ""}
    sorted_ = apply_set_asides(check(form, root).findings(), reasons)
    assert (finding, "別紙に続く。") in sorted_.aside
    assert finding not in sorted_.open
    counted = Checker(form, root, TODAY, reasons=reasons)
    assert counted.is_aside(finding)
    assert counted.counts()[Severity.ERROR] == 0
    counted.set_aside({})
    assert counted.counts(tab_of(form, finding.path))[Severity.ERROR] == 1
    assert counted.sorted().open == counted.findings()
    again = check(form, changed(form, root, {"II.4.count": 8})).findings()
    assert apply_set_asides(again, reasons).aside == ()
    assert "C201" in {f.code for f in apply_set_asides(again, reasons).open}


def test_what_is_set_aside_stays_so_when_other_answers_change() -> None:
    form, root = sample("yoshiki4")
    before = changed(form, root, {"II.4.count": 9, "II.7": "番号法別表第二の項"})
    after = changed(form, before, {"II.7": "番号法別表第二の項による。", "I.1.1": "別の事務"})
    keys = {f.key for f in check(form, before).findings() if f.code in ("C201", "C630")}
    assert keys <= {f.key for f in check(form, after).findings()}


def test_a_personal_number_is_not_told_by_its_finding() -> None:
    form, root = sample("yoshiki4")
    root = changed(form, root, {"II.7": "123456789018"})
    (finding,) = [f for f in check(form, root).findings() if f.code == "C620"]
    assert "123456" not in repr((finding.message, finding.key, finding.facts, finding.args))


def test_a_private_number_that_is_withheld_is_no_matter() -> None:
    form, root = sample("yoshiki4")
    root = changed(form, root, {"II.7": "電話 090-1234-5678"})
    path = (FILES, next(iter(root.entries((FILES,)))), "II.7")
    checker = check(form, root)
    assert "C621" in {finding.code for finding in checker.at(path)}
    edit = SetWithheld(path, WHOLE)
    root, _inverse = apply_edit(root, edit)
    assert [finding.code for finding in checker.update(edit, root).gone] == ["C621"]


# ---- words and names


@pytest.mark.parametrize(
    ("digits", "valid"),
    [("123456789018", True), ("123456789012", False), ("987654321098", False), ("000000000000", True)],
)
def test_the_check_digit_of_a_personal_number(digits: str, valid: bool) -> None:
    assert my_number_valid(digits) is valid


@given(st.text("0123456789", min_size=11, max_size=11))
def test_one_check_digit_fits_eleven_digits(digits: str) -> None:
    assert sum(my_number_valid(digits + last) for last in "0123456789") == 1


@pytest.mark.parametrize(
    ("agency", "local", "name"),
    [
        ("東京都世田谷区長", True, "世田谷区"),
        ("青葉野市長", True, "青葉野市"),
        ("若潮県知事", True, "若潮県"),
        ("若潮県青葉野市教育委員会", True, "青葉野市"),
        ("若潮広域連合", True, None),
        ("厚生労働大臣", False, None),
        ("日本年金機構", False, None),
        ("国税庁長官", False, None),
    ],
)
def test_what_an_agencys_name_says(agency: str, local: bool, name: str | None) -> None:
    assert is_local(agency) is local
    assert place_name(agency) == name


def test_dates_in_a_sentence_take_the_year_before_them() -> None:
    text = "令和5年10月27日（金）、11月7日、令和６年度、2024年2月30日及び令和6年3月"
    assert [found.date.iso() for found in dates_in(text)] == ["2023-10-27", "2023-11-07", "2024-03"]
    assert dates_in(text)[0].weekday == "金"


@pytest.mark.parametrize(
    ("words", "important"),
    [
        ("Ⅱ 特定個人情報ファイルの概要 3. 特定個人情報の入手・使用 ⑥使用目的", True),
        ("Ⅱ－３－⑥使用目的", True),
        ("II -3-⑦使用の主体 使用部署", True),
        ("Ⅱ－３－③入手の時期・頻度", False),
        (
            (
                "Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策 "
                "4. 特定個人情報ファイルの取扱いの委託 規定の内容"
            ),
            True,
        ),
        ("Ⅰ 基本情報 7. 評価実施機関における担当部署 ①部署", False),
        ("評価書全体", False),
        ("", False),
    ],
)
def test_which_item_a_row_of_changes_names(words: str, important: bool) -> None:
    assert names_important(find_form("yoshiki4"), words) is important


# ---- rule files

HEAD = f"form: yoshiki4\nversion: {find_form('yoshiki4').version}\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("rest: [I.99]\n", 3, "'I.99' is not an item"),
        ("rules:\n- {do: magic, says: II.4}\n", 4, "unknown function 'magic'"),
        ("rules:\n- {do: alone, says: II.5}\n", 4, "'box' is missing"),
        ("rules:\n- {do: alone, says: II.5, box: 行う}\n", 4, "no option or label"),
        ("rules:\n- {do: alone, says: II.5, box: 行っていない, more: x}\n", 4, "unknown key 'more'"),
        ("rules:\n- {code: C9, at: II.4, when: [{item: II.4, is: [委託する]}]}\n", 4, "unknown code 'C9'"),
        ("rules:\n- {code: C105, at: II.4, when: []}\n", 4, "'when' is missing"),
        ("rules:\n- {code: C105, at: II.4, when: [{item: II.4, equals: x}]}\n", 4, "one of the operators"),
        (
            "rules:\n- {code: C105, at: II.4, when: [{item: II.4, is: [する]}]}\n",
            4,
            "'する' is not to be chosen",
        ),
        ("rules:\n- {code: C105, at: II.4, when: [{item: II.4.e.7, unsaid: true}]}\n", 4, "cannot be seen"),
        ("rules:\n- {code: C105, at: II.4, when: [{some: I.1.3, unsaid: true}]}\n", 4, "cannot be seen"),
        ("rules:\n- {code: C105, at: II.4, when: [{unsaid: true}]}\n", 4, "about one of item, some, every"),
        (
            (
                "rules:\n- code: C105\n  at: II.4\n  when: [{item: $1, unsaid: true}]\n"
                "  for:\n  - II.4\n  - II.98\n"
            ),
            9,
            "'II.98' is not an item",
        ),
        ("weak: [知らない]\n", 3, "no choice of the form"),
        ("extra: 1\n", 3, "unknown key 'extra'"),
    ],
)
def test_a_faulty_rule_file_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse_rules(HEAD + text, "r.yaml", find_form("yoshiki4"))
    assert any(f"r.yaml:{line}" == fault.place and words in fault.message for fault in refused.value.faults)


def test_all_faults_of_a_rule_file_come_at_once() -> None:
    text = HEAD + "rest: [X]\nrules:\n- {do: magic}\n- {do: alone, says: Y, box: Z}\n"
    with pytest.raises(DefinitionError) as refused:
        parse_rules(text, "r.yaml", find_form("yoshiki4"))
    assert len(refused.value.faults) >= 4


def test_faulty_terms_are_refused() -> None:
    text = 'outdated:\n- {find: "(", since: きのう, instead: x}\n'
    with pytest.raises(DefinitionError) as refused:
        parse_terms(text, "t.yaml")
    assert len(refused.value.faults) == 2


def test_a_form_without_a_rule_file_is_checked_by_its_definition() -> None:
    form = find_form("yoshiki3")
    book = parse_rules(f"form: {form.id}\nversion: {form.version}\n", "r.yaml", form)
    checker = Checker(form, blank_root(form), TODAY, book)
    assert "C101" in {finding.code for finding in checker.findings()} <= NO_ANSWER
    key = next(iter(checker.root.entries((FILES,))))
    edit = SetAnswer((FILES, key, "II.1"), "台帳")
    root, _inverse = apply_edit(checker.root, edit)
    assert [finding.path for finding in checker.update(edit, root).gone] == [edit.path]


@pytest.mark.parametrize("mark", ["○", "（", "1", "長 ", "a.", "令和6年", "「", "1234-", "@a."])
def test_a_long_answer_of_one_mark_is_no_trap(mark: str) -> None:
    """A search that began anew at each of these characters would not come to an end."""
    form, root = sample("yoshiki4")
    text = mark * (300_000 // len(mark))
    check(form, changed(form, root, {"II.7": text, "VI.2.2": text, "I.7.2": text}))


def test_packs_of_the_office_follow_edit_by_edit_and_as_they_change() -> None:
    form = find_form("yoshiki3")
    pack = own_pack("own-1", "課の統合", date(2024, 4, 1), "office", [("住民課", "市民課")])
    later = own_pack("own-2", "課の統合", TODAY + timedelta(days=1), "office", [("住民課", "市民課")])
    root = blank_root(form).with_answer(("I.1.2",), "住民課が照会する。")

    def found(checker: Checker) -> list[tuple[str, ...]]:
        old = [(f.path, dict(f.args)) for f in checker.findings() if f.code == "C630"]
        return [(path[-1], args["words"], args["instead"]) for path, args in old]

    told = [("I.1.2", "住民課", "市民課")]
    assert found(Checker(form, root, TODAY)) == []
    checker = Checker(form, root, TODAY, packs=[pack])
    assert found(checker) == told
    assert [f.code for f in checker.take_packs([later]).gone] == ["C630"]
    assert found(checker) == []
    assert {path[-1] for path in checker.take_packs([pack]).paths} == {"I.1.2"}
    assert found(checker) == told
    assert checker.take_packs([pack]).paths == frozenset()
    edit = SetAnswer(("I.1.2",), "市民課が照会する。")
    checker.update(edit, root.with_answer(("I.1.2",), "市民課が照会する。"))
    assert found(checker) == []
    assert checker.counts() == Checker(form, checker.root, TODAY, packs=[pack]).counts()
