"""Finds missing pictures of an assessment, incrementally after edits."""

from __future__ import annotations

from collections.abc import Mapping

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.values import Figure
from pia_desktop.paper.layout import LostPicture


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The pictures of a node and its descendants: items relative to the node, and digests."""

    node: Node
    pictures: tuple[tuple[NodePath, str], ...]
    inner: Mapping[NodePath, _Known]


class KnownPictures:
    """A picture source that looks up each picture only once: for checking existence, not for printing."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source
        self._seen: set[str] = set()

    def picture(self, digest: str) -> bytes | None:
        """Empty bytes for a picture known to exist, None for a missing one."""
        if digest not in self._seen:
            try:
                if self._source.picture(digest) is None:
                    return None
            except UserError:
                return b""  # an unreadable cabinet does not mean that a picture is missing
            self._seen.add(digest)
        return b""


class PictureWatch:
    """Finds the missing pictures of one assessment repeatedly.  Not thread-safe."""

    def __init__(self, source: PictureSource) -> None:
        self._source = KnownPictures(source)
        self._known: _Known | None = None

    def lost(self, root: Node) -> tuple[LostPicture, ...]:
        """The pictures whose bytes are missing, in the order of the contents."""
        self._known = known = _look(root, self._known)
        return tuple(
            LostPicture(path, digest)
            for path, digest in known.pictures
            if self._source.picture(digest) is None
        )


def _look(node: Node, old: _Known | None) -> _Known:
    if old is not None and old.node is node:
        return old
    inner: dict[NodePath, _Known] = {}
    for list_id, entries in node.lists.items():
        for key, entry in entries.items():
            place: NodePath = (list_id, key)
            inner[place] = _look(entry, old.inner.get(place) if old is not None else None)
    pictures: list[tuple[NodePath, str]] = [
        ((item_id,), picture.digest)
        for item_id, value in node.answers.items()
        if isinstance(value, Figure)
        for picture in value.pictures
    ]
    for place, known in inner.items():
        pictures += [((*place, *path), digest) for path, digest in known.pictures]
    return _Known(node, tuple(pictures), inner)
