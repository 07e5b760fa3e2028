"""Text computed by the form itself: displayed and printed, never stored."""

from __future__ import annotations

from pia_desktop.assessment.node import Node
from pia_desktop.forms.derived import DerivedKind


def derived_words(kind: DerivedKind, node: Node | None) -> str:
    """The text of a derived item, from the answers in ``node`` (None: none yet).

    Empty while they do not determine it.
    """
    return "" if node is None else kind.words([node.answers.get(source) for source in kind.sources])
