"""Text beside an assessment that quotes what is withheld, in part or with other line ends."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.forms.catalogue import find_form
from pia_desktop.outputs.release import gathered_for_public, released
from pia_desktop.paper.purpose import Copy

ADDRESS = "鷲町鷹丁目一番地二の鶴の里センター地下三階"
NAME = "鳶山鵜太"
READ = "特定個人情報の保管場所"


def state(answer: str, spans: Spans | None, title: str = "") -> Snapshot:
    answers = {"I.1.2": answer, **({"cover.title": title} if title else {})}
    return Snapshot(find_form("yoshiki4"), Node(answers, {}, {"I.1.2": spans} if spans else {}))


@pytest.mark.parametrize(
    ("remark", "public"),
    [
        (f"「{ADDRESS}」とあるが", "「【非公表】」とあるが"),
        ("「鶴の里センター地下三階」は要るか", "「【非公表】」は要るか"),
        ("「鶴の里セン\nター地下三階」は要るか", "「【非公表】」は要るか"),
        ("鷲町鷹丁目一番地と鶴の里センター地下", "【非公表】と【非公表】"),
        ("センターの地下にするか", "センターの地下にするか"),  # words that anybody uses
        (f"{READ}は要るか", f"{READ}は要るか"),
        (f"{NAME[:2]}が担当", f"{NAME[:2]}が担当"),  # half of a name is told from no other word
        (f"{NAME}が担当", "【非公表】が担当"),
        ("", ""),
    ],
)
def test_a_remark_that_quotes_what_is_withheld_loses_the_quotation(remark: str, public: str) -> None:
    text = f"{ADDRESS}で、{NAME}が扱う。{READ}は施錠する。"
    spans = ((0, len(ADDRESS)), (len(ADDRESS) + 2, len(ADDRESS) + 2 + len(NAME)))
    given = released(Copy.PUBLIC, state(text, spans))
    assert given.words(remark) == public
    assert released(Copy.SUBMISSION, state(text, spans)).words(remark) == remark


def test_what_the_public_reads_anyway_is_no_quotation() -> None:
    title = "住民基本台帳に関する事務"
    secret = f"{title}のうち鷲鷹鶴を扱う"
    assert released(Copy.PUBLIC, state(secret, WHOLE)).words(f"{title}を見よ") == "【非公表】を見よ"
    assert released(Copy.PUBLIC, state(secret, WHOLE, title)).words(f"{title}を見よ") == f"{title}を見よ"


def test_a_table_of_several_assessments_quotes_none_of_them() -> None:
    given = gathered_for_public([state(ADDRESS, WHOLE), state("公の文", None)], ["cover.title"])
    assert given.words("鶴の里センター地下三階は要るか") == "【非公表】は要るか"
