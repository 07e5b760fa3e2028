"""Collects everything wrong in an imported document, and words it at the end."""

from __future__ import annotations

from typing import Final

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.errors import Fault, ImportRefused
from pia_desktop.exchange.jsontext import JsonObject, shown
from pia_desktop.forms.kinds import describe_json
from pia_desktop.forms.model import ANNEXES, FILES, Form
from pia_desktop.i18n import _, ngettext

MAX_SHOWN: Final = 200


class ImportFaults:
    """Faults by path.  Places are named at the end, when entries have numbers and files have names."""

    def __init__(self) -> None:
        self.count = 0
        self._noted: list[tuple[NodePath, str, str]] = []

    @property
    def full(self) -> bool:
        """Whether further faults are only counted, so that their messages are not needed."""
        return len(self._noted) >= MAX_SHOWN

    def add(self, path: NodePath, key: str, message: str) -> None:
        """Record a fault of the answer, list or entry at ``path``, or of an unknown ``key`` in it."""
        self.count += 1
        if not self.full:
            self._noted.append((path, key, message))

    def doubles(self, path: NodePath, raw: object) -> None:
        """Record duplicate names in an object, and in objects directly inside it."""
        if not isinstance(raw, JsonObject):
            return
        for name in raw.doubles:
            self.add(path, name, _("This key stands here more than once; keep one."))
        if len(path) % 2:  # an answer: its parts (texts, counts) are not visited elsewhere
            for inner in raw.values():
                if isinstance(inner, JsonObject):
                    for name in inner.doubles:
                        self.add(path, name, _("This key stands here more than once; keep one."))

    def raise_if_any(self, name: str, form: Form, root: Node) -> None:
        """Raise ImportRefused with all faults, at most MAX_SHOWN of them worded."""
        if not self.count:
            return
        faults = [
            Fault(_place(form, root, path, key), shown(message, 1_000)) for path, key, message in self._noted
        ]
        if self.count > len(faults):
            more = self.count - len(faults)
            faults.append(Fault("", _("and {count:,} more").format(count=more)))
        raise ImportRefused(
            ngettext(
                "{file} has {count:,} fault; nothing was imported.",
                "{file} has {count:,} faults; nothing was imported.",
                self.count,
            ).format(file=name, count=self.count),
            _("Mend these places in the file and import it again."),
            faults,
        )


def _place(form: Form, root: Node, path: NodePath, key: str) -> str:
    """The printed path followed by the id; the key itself if the form has no name for it."""
    words = printed_path(form, path, root) if path else ""
    if len(path) % 2:
        inner = f"{path[-1]}: {shown(key)}" if key else path[-1]
    else:
        inner = shown(key) or (path[-2] if path else "values")
    return f"{words} ({inner})" if words else inner


def not_an_object(raw: object) -> str:
    """The message for a value that should be an object of answers."""
    return _("An object is expected here, not {found}.").format(found=describe_json(raw))


def unknown_key(form: Form, key: str, scope: NodePath) -> str:
    """The message for a key the form does not have here: where it belongs, or what was meant."""
    place, spec = form.places.get(key), form.lists.get(key)
    right = place.scope if place is not None else spec.scope if spec is not None else None
    if right is not None and key not in (FILES, ANNEXES):
        return _("This item does not stand here; it belongs in {place}.").format(
            place=" > ".join(right) or "values"
        )
    here = [i for i, p in form.places.items() if p.scope == scope and p.item.kind.answerable]
    here += [i for i, s in form.lists.items() if s.scope == scope and i not in (FILES, ANNEXES)]
    from difflib import get_close_matches  # rarely needed, and slow to import

    close = get_close_matches(key[:60], here, n=1)
    if close:
        return _("The form has no item of this id here; “{other}” is close.").format(other=close[0])
    return _("The form has no item of this id.")
