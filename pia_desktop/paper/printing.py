"""The public interface of the paper: lay out an assessment, and print it to a PDF file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource, pictures_in
from pia_desktop.files import FileCheck, replacing
from pia_desktop.paper.collector import gc_suspended
from pia_desktop.paper.draw import write_pdf
from pia_desktop.paper.excerpt import excerpt, read_pages
from pia_desktop.paper.layout import Layout, LostPicture
from pia_desktop.paper.measure import LayoutCache, measure
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.resolve import COVER, joined, stretches
from pia_desktop.paper.style import Style


@gc_suspended()
def layout_assessment(
    snapshot: Snapshot,
    pictures: PictureSource | None = None,
    style: Style | None = None,
    cache: LayoutCache | None = None,
    options: PrintOptions | None = None,
) -> Layout:
    """Lay out an assessment.  Keep the ``cache`` to make the next layout after an edit fast.

    Problems are in the result: ``missing`` characters, ``overflows``, ``lost_pictures``.  Raises UserError if
    the ``options`` name something that does not exist.
    """
    options, style, cache = options or PrintOptions(), style or Style(), cache or LayoutCache()
    given = _as_given(snapshot, options.copy)
    form, root = given.form, given.root
    options.check(form, root)
    title, agency = (root.answer((item,)) for item in (form.roles.title, form.roles.agency))
    chosen = [found for found in stretches(form, root, cache.memo) if options.takes(root, found.key)]
    layout = measure(
        joined(form, chosen, cache.memo),
        style,
        cache,
        title=" ".join(title.splitlines()) if isinstance(title, str) and title.strip() else form.title,
        author=" ".join(agency.splitlines()) if isinstance(agency, str) else "",
        lost_pictures=tuple(_lost_pictures(given, pictures, options)) if pictures is not None else (),
    )
    return _stamped(layout, style, options, left_out=given is not snapshot)


def _as_given(snapshot: Snapshot, copy: Copy) -> Snapshot:
    """The copy of the contents; the same object if nothing is withheld."""
    if not copy.public:
        return snapshot
    from pia_desktop.paper.copies import public_copy  # only public copies need it

    return public_copy(snapshot)


def _stamped(layout: Layout, style: Style, options: PrintOptions, *, left_out: bool) -> Layout:
    """The layout with the notes of its copy."""
    if not left_out and not options.copy.draft:
        return layout
    from pia_desktop.paper.stamps import with_draft_marks, with_note  # most prints have neither

    if left_out:
        layout = with_note(layout, style, raised=options.copy.draft)
    if options.copy.draft:
        layout = with_draft_marks(layout, options.moment, style, options.version)
    return layout


@gc_suspended()
def print_pdf(
    snapshot: Snapshot,
    pictures: PictureSource,
    target: Path,
    style: Style | None = None,
    options: PrintOptions | None = None,
    pages: str = "",
    check: FileCheck | None = None,
) -> Layout:
    """Print an assessment to a PDF file, all or nothing.

    ``pages``: a selection like ``1-3, 5``; the result is the layout of what was printed.  ``check`` examines
    the written file before it replaces the target.  Raises OutputError if it cannot be written, UserError for
    options or pages that do not exist.
    """
    layout = layout_assessment(snapshot, pictures, style, options=options)
    chosen = read_pages(pages, len(layout.pages))
    with replacing(target, check) as file:
        write_pdf(layout, pictures, file, chosen)
    return excerpt(layout, chosen)


def _lost_pictures(
    snapshot: Snapshot, pictures: PictureSource, options: PrintOptions
) -> Iterator[LostPicture]:
    form, root = snapshot.form, snapshot.root
    for path, picture in pictures_in(root):
        part = form.places[path[-1]].part
        key = COVER if part is None else (part.id, *path[:2]) if part.per_file else (part.id,)
        if options.takes(root, key) and pictures.picture(picture.digest) is None:
            yield LostPicture(path, picture.digest)
