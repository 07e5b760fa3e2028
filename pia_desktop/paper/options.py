"""What to print of an assessment: everything, some parts, or the parts of one file."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.version_names import own_name
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.model import ANNEXES, FILES, Form
from pia_desktop.i18n import _
from pia_desktop.paper.front import CONTENTS_TITLE, COVER_OUTLINE
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.resolve import CONTENTS, COVER

_FIRST_WORD: Final = re.compile(r"\(?([^()\s]+)")


def version_in_footer(number: int, name: str = "") -> str:
    """The name of a version in a draft's footer: ``第3版``, with a closed version's own name."""
    return f"第{number}版　{own_name(number, name)}".rstrip()


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """``parts``: ids of the parts to print, including ``cover`` and ``contents``; None for all.

    ``file``: number, from 1, of the file whose parts are printed; parts not of a file are then printed only
    if listed in ``parts``.  Pages are numbered from 1, and 項目一覧 links to the printed parts.  ``copy``:
    the purpose; ``moment`` (local time) and the name of the ``version`` are in a draft's footer.
    """

    parts: frozenset[str] | None = None
    file: int | None = None
    copy: Copy = Copy.SUBMISSION
    moment: datetime | None = None
    version: str = ""

    def check(self, form: Form, root: Node) -> None:
        """Raise UserError if the form has no such part, or the assessment no such file."""
        for part in sorted(self.parts or ()):
            if part not in part_names(form).values():
                raise _unknown_part(form, part)
        if self.parts == frozenset({ANNEXES}) and not root.entries((ANNEXES,)):
            raise UserError(_("This assessment has no 別紙."), _("Choose other parts, or add a 別紙 first."))
        if self.file is None:
            return
        if not any(part.per_file for part in form.parts if self.parts is None or part.id in self.parts):
            raise UserError(
                _("No part that is to be printed stands once for each file."),
                _("Leave out the number of the file, or choose other parts."),
            )
        count = len(root.entries((FILES,)))
        if not 1 <= self.file <= count:
            raise UserError(
                _("There is no file {number}; this assessment has {count}.").format(
                    number=self.file, count=count
                ),
                _("Choose a number from 1 to {count}.").format(count=count),
            )

    def takes(self, root: Node, key: NodePath) -> bool:
        """Whether a part is printed: ``key`` is its id, followed by list and key of its file, if any."""
        name = key[1] if key in (COVER, CONTENTS) else key[0]
        if self.parts is not None and name not in self.parts:
            return False
        if self.file is None:
            return True
        if key[1:2] == (FILES,):
            return list(root.entries((FILES,)))[self.file - 1] == key[2]
        return self.parts is not None


def part_names(form: Form) -> dict[str, str]:
    """Part ids by the printed names that can be used for them (Ⅰ, 別添１, 表紙)."""
    names = {COVER_OUTLINE: COVER[1]}
    if form.contents:
        names[CONTENTS_TITLE] = CONTENTS[1]
    for part in form.all_parts:
        found = _FIRST_WORD.match(unicodedata.normalize("NFKC", part.title))
        names[found.group(1) if found else part.id] = part.id
    return names


def read_parts(form: Form, words: str) -> frozenset[str]:
    """Parse parts by id or printed name, comma-separated: ``I,II,別添1``.

    Raises UserError for unknown parts, and for none.
    """
    names = {name.casefold(): part for name, part in part_names(form).items()}
    names |= {part.casefold(): part for part in names.values()}
    found = set()
    for word in re.split("[,、]", unicodedata.normalize("NFKC", words)):
        name = word.strip(" ()")
        if not name:
            continue
        if name.casefold() not in names:
            raise _unknown_part(form, name)
        found.add(names[name.casefold()])
    if not found:
        raise _unknown_part(form, words)
    return frozenset(found)


def _unknown_part(form: Form, name: str) -> UserError:
    known = ", ".join(part_names(form).values())
    return UserError(
        _("{form} has no part {name}.").format(form=form.short_title, name=name or "“”"),
        _("Its parts are: {parts}.").format(parts=known),
    )
