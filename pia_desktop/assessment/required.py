"""Which items may stay empty by the rules of a form edition, without loading the rules themselves.

The tree, its counts and the way to the next missing answer go by it, so that they and the checks mean the
same by an answer that is missing.  A window that opens must not wait for the whole book of rules.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pia_desktop.forms.model import Form
from pia_desktop.paths import resource_root

_HEAD: Final = re.compile(r"^(form|version): (\S+)$", re.MULTILINE)
_LISTS: Final = re.compile(r"^(?:rest|national): \[([^\]]*)\]", re.MULTILINE)


def may_stay_empty(form: Form) -> frozenset[str]:
    """The items that no check asks for although the form has a place for them."""
    return _by_edition().get((form.id, form.version), frozenset())


@cache
def _by_edition() -> dict[tuple[str, str], frozenset[str]]:
    found = {}
    for path in sorted((resource_root() / "rules").glob("*-*.yaml")):
        text = path.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(text[:600]))
        ids = [one.strip() for words in _LISTS.findall(text) for one in words.split(",")]
        found[head.get("form", ""), head.get("version", "")] = frozenset(one for one in ids if one)
    return found
