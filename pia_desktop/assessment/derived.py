"""What the form works out itself: shown and printed, never stored."""

from __future__ import annotations

from pia_desktop.assessment.node import Node
from pia_desktop.forms.derived import DerivedKind


def derived_words(kind: DerivedKind, node: Node | None) -> str:
    """What a derived item says; ``node`` holds the answers that it is worked out from (None: nothing yet).

    Empty as long as these do not decide it.
    """
    return "" if node is None else kind.words([node.answers.get(source) for source in kind.sources])
