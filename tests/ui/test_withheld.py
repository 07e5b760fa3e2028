"""Keeping words from the public in the window: the marks follow typing, undo and redo."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from pia_desktop.forms.values import clean_text
from tests.strategies import spans
from tests.ui.pages import open_session

TITLE = ("cover.title",)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_undo_and_redo_of_a_burst_of_typing_restore_the_marks(qtbot: QtBot, data: st.DataObject) -> None:
    """Keystrokes before, in and behind a passage are one step; one difference of texts cannot tell them."""
    text = data.draw(st.text("甲乙丙", min_size=2, max_size=8))
    session = open_session("yoshiki3")
    session.set_answer(TITLE, text)
    session.withhold(TITLE, data.draw(spans(text)))
    start = session.root
    for _number in range(data.draw(st.integers(1, 6))):
        at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        text = clean_text(text[:at] + data.draw(st.text("甲乙丁", max_size=2)) + text[end:])
        session.set_answer(TITLE, text or None, typing=True)
    after, count = session.root, session.undo_stack.count()
    while session.undo_stack.index() > 2:
        session.undo_stack.undo()
    assert session.root == start
    while session.undo_stack.index() < count:
        session.undo_stack.redo()
    assert session.root == after
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert session.root == after
