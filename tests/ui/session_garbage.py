"""Sessions and their undo steps become garbage in any order: this process (``python -m``) must not die.

With Qt's own stack and commands it did.
"""

from __future__ import annotations

import gc
import random
import sys

from PySide6.QtWidgets import QApplication

from tests.ui.pages import open_session


def drop_session(rng: random.Random) -> None:
    """The collector sees the parts of a session in an order of its own, then all of them at once."""
    session = open_session("yoshiki3")
    for number in range(20):
        session.set_answer((session.form.roles.title,), f"題名{number}")
        if rng.random() < 0.3:
            gc.collect()
    while session.undo_stack.can_undo():
        session.undo_stack.undo()
    steps = [*session.undo_stack.undone()]
    apart = [[step] for step in rng.sample(steps, 3)]
    gc.collect()
    del apart[0]
    gc.collect()
    rng.shuffle(steps)
    del session
    gc.collect()
    del steps, apart
    gc.collect()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    gc.disable()
    order = random.Random(0)
    for _session in range(10):
        drop_session(order)
