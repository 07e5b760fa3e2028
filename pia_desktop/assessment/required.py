"""Which items of a form edition may stay empty, without loading the rules.

Outline, counts and "next missing" use it, so that they agree with the checks without a new window having to
load all rules.
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
    """Ids of items that no check requires although the form has them.

    公表日 is none of them: a check of its own asks for it, more mildly than for what can be known before.
    """
    return _by_edition().get((form.id, form.version), frozenset()) - {form.roles.published_on}


@cache
def _by_edition() -> dict[tuple[str, str], frozenset[str]]:
    found = {}
    for path in sorted((resource_root() / "rules").glob("*-*.yaml")):
        text = path.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(text[:600]))
        ids = [one.strip() for words in _LISTS.findall(text) for one in words.split(",")]
        found[head.get("form", ""), head.get("version", "")] = frozenset(one for one in ids if one)
    return found
