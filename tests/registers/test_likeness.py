"""Names that are nearly the same are put side by side, and names that only look so at a glance are not."""

from __future__ import annotations

import pytest

from pia_desktop.registers.likeness import like_names


@pytest.mark.parametrize(
    "names",
    [
        ("株式会社日の出システム", "（株）日の出システム", "㈱日の出システム", "(株) 日の出システム"),
        ("髙橋データ", "高橋データ"),
        ("国民健康保険團体連合会", "国民健康保険団体連合会"),
        ("ＡＢＣサービス", "ABCサービス", "abc ｻｰﾋﾞｽ"),
        ("サーバー管理室", "サーバ管理室"),
        ("あおばデータ（旧 青葉計算センター）", "青葉計算センター"),
        ("①住民記録システム", "住民記録システム"),
    ],
)
def test_what_is_the_same_to_a_reader_is_one_group(names: tuple[str, ...]) -> None:
    (group,) = like_names([*names, names[0], "まったく別の会社"])
    assert {one.name for one in group.variants} == set(names)
    assert group.sure
    assert (group.variants[0].name, group.variants[0].count) == (names[0], 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [("住民基本台帳システム", "住民基本台張システム"), ("国保連合会中央", "国保連合会中央会")],
)
def test_one_other_character_is_alike_but_not_sure(one: str, other: str) -> None:
    (group,) = like_names([one, other])
    assert not group.sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("保険システム１", "保険システム２"), ("北区役所住民課", "南区役所住民課"), ("課税課", "納税課"),
        ("Ａ社業務システム", "Ｂ社業務システム"), ("株式会社甲", "有限会社乙"),
        ("旧住民記録システム", "新住民記録システム"),
    ],
)  # fmt: skip
def test_near_misses_are_left_alone(one: str, other: str) -> None:
    assert like_names([one, other]) == ()


def test_nothing_and_long_texts_cost_nothing() -> None:
    assert like_names(["", "", "（株）"]) == ()
    assert like_names([f"{'長い文章' * 500}{n}" for n in range(50)]) == ()
