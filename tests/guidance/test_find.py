"""Guidance found by words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.guidance import entries, find, guidance_for
from tests.strategies import LAW

FORM = find_form("yoshiki4")
FORMS = all_forms()


@pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])
def test_each_entry_is_found_by_its_id_its_label_and_its_words(form: object) -> None:
    edition = next(one for one in FORMS if one is form)
    for entry in entries(edition)[::7]:
        assert entry in find(edition, entry.id)
        assert entry in find(edition, entry.guidance.look[0])
        assert entry in find(edition, entry.guidance.what.split("。")[0])


@LAW
@given(
    st.lists(
        st.sampled_from(["委託", "再委託", "個人番号", "ログ", "保管", "第11条", "ない言葉"]), max_size=3
    )
)
def test_more_words_find_what_each_of_them_finds(words: list[str]) -> None:
    together = find(FORM, "　".join(words))
    alone = [{entry.id for entry in find(FORM, word)} for word in words]
    wanted = set.intersection(*alone) if alone else set()
    assert {entry.id for entry in together} == wanted
    order = [entry.id for entry in entries(FORM)]
    assert [entry.id for entry in together] == sorted(wanted, key=order.index)


def test_width_and_case_do_not_matter() -> None:
    assert find(FORM, "usb") == find(FORM, "ＵＳＢ") != ()
    assert find(FORM, "ﾊﾞｯｸｱｯﾌﾟ") == find(FORM, "バックアップ") != ()


@pytest.mark.parametrize("words", ["", "  ", "　\t"])
def test_no_words_find_nothing(words: str) -> None:
    assert find(FORM, words) == ()


def test_an_item_that_the_form_lacks_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        guidance_for(FORM, "I.99")


def test_risks_of_the_same_label_each_have_their_own_words() -> None:
    asked = [e for e in entries(FORM) if e.label == "リスクへの対策は十分か"]
    assert len(asked) > 1
    assert len({e.guidance.what for e in asked}) == len(asked)
    assert len({e.guidance.example for e in asked}) == len(asked)
