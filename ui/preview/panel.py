"""The preview beside the form: pages, page numbers, zoom, and what cannot be printed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QSpinBox

from pia_desktop.assessment.node import NodePath
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.layout import Layout
from ui.context.session import Session
from ui.preview.layout_jobs import LayoutJobs, Wanted
from ui.preview.page_positions import Fit, Zoom
from ui.preview.view import ZOOMS, PageView
from ui.widgets.buttons import tool_button
from ui.widgets.focus import begin_at
from ui.widgets.icons import set_icon
from ui.widgets.layouts import SPRING, Growing, flush_column, place, row_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, space
from ui.widgets.timers import single_shot
from ui.widgets.unscrolled import DropDown

_FITS: Final = (Zoom(Fit.WIDTH), Zoom(Fit.TWO))


@guarded
class PreviewPanel(Panel):
    """Follows a session's edits and cursor.  Clicking a page requests the item there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("preview")
        self.setAccessibleName(_("Preview"))
        self.jobs = LayoutJobs(session.store.pictures, self)
        self.view = PageView(session.store.pictures, self)
        self.missing = QPushButton(self)
        self.missing.setFlat(True)
        self.missing.hide()
        set_icon(self.missing, "warning")
        self._stale = True
        self._edited = False
        self._next_lost = 0
        self._soon = single_shot(self, 0, self._request)
        self._build()
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(em(self) * 32, em(self) * 40)

    # ---- building

    def _build(self) -> None:
        self.number = QSpinBox(self)
        self.number.setAccessibleName(_("Page"))
        self.number.setKeyboardTracking(False)
        self.of = plain_label(self)
        self.list = DropDown(self, name=_("Go to a part of the form"))
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setMinimumWidth(em(self) * 5)
        self.sizes = DropDown(self, name=_("Size of the pages"))
        self.sizes.addItems([_("Fit Width"), _("Two Pages"), *(f"{zoom:.0%}" for zoom in ZOOMS)])
        self.sizes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sizes.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.smaller = tool_button(self, "minus", _("Smaller (Ctrl+−)"))
        self.larger = tool_button(self, "plus", _("Larger (Ctrl++)"))
        self.close_button = tool_button(self, "close", _("Hide the Preview"))
        row = QHBoxLayout()
        row.setContentsMargins(space(2), space(1), space(1), space(1))
        row.setSpacing(space(1))
        place(row, self.number, self.of, SPRING, self.smaller, self.sizes, self.larger, self.close_button)
        # On its own line: beside the others its titles would be cut off at the pane's usual width.
        places = row_of(Growing(self.list), self.missing, margins=(space(2), 0, space(2), space(1)))
        flush_column(self, 0, row, places, Growing(self.view))
        begin_at(self, self.view)
        self.number.setEnabled(False)  # disabled until there are pages
        self.list.setEnabled(False)

    def _follow(self) -> None:
        session, view = self.session, self.view
        session.answers_changed.connect(self._changed)
        session.entries_changed.connect(self._changed)
        session.item_entered.connect(self._entered)
        self.jobs.laid_out.connect(self._laid_out)
        self.jobs.failed.connect(self._failed)
        view.item_clicked.connect(session.item_requested)
        view.page_changed.connect(self._page_changed)
        view.verticalScrollBar().valueChanged.connect(lambda: self._name_part(*view.top_place()))
        view.zoom_changed.connect(self._zoom_changed)
        self.number.valueChanged.connect(lambda number: view.show_page(number - 1))
        self.list.activated.connect(self._go_to_part)
        self.sizes.activated.connect(self._choose_size)
        self.smaller.clicked.connect(lambda: view.step_zoom(-1))
        self.larger.clicked.connect(lambda: view.step_zoom(1))
        self.close_button.clicked.connect(self.close_requested)
        self.missing.clicked.connect(self._go_to_lost)

    # ---- following the contents

    def _changed(self, _path: NodePath) -> None:
        self._stale = self._edited = True
        if self.isVisible():
            self._soon.start()

    def _request(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.jobs.request(Wanted(self.session.assessment.snapshot()))

    def lay_out_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.session.current_path:
            self._entered(self.session.current_path)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def _entered(self, path: NodePath) -> None:
        if self.isVisible():
            self.view.follow(path)
            self._name_part(*self.view.place())

    def _laid_out(self, _wanted: Wanted, layout: Layout) -> None:
        old = self.view.layout_
        self.view.set_layout(layout, follow=self._edited or old is None)
        self._edited = self.jobs.running
        if old is None or len(old.pages) != len(layout.pages):
            self.number.setEnabled(True)
            self.list.setEnabled(True)
            self.number.setRange(1, len(layout.pages))
            self.of.setText(_("of {count}").format(count=len(layout.pages)))
        if old is None or old.outline != layout.outline:
            self._list_parts(layout)
        self._page_changed(self.view.page)
        self._name_part(*self.view.place())
        self._count_lost(layout)

    def _failed(self, words: str) -> None:
        self.view.words = words
        self.view.viewport().update()

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        self._soon.stop()
        self.jobs.cancel()

    # ---- pages and sizes

    def _list_parts(self, layout: Layout) -> None:
        self.list.clear()
        for entry in layout.outline:
            indent = "　" * entry.level
            self.list.addItem(f"{indent}{entry.words}", (entry.page, entry.y))

    def _go_to_part(self, index: int) -> None:
        page, y = self.list.itemData(index)
        self.view.show_place(page, y)
        self.list.setCurrentIndex(index)  # near the end, it cannot be at the top

    def _name_part(self, page: int, y: float) -> None:
        """Select the part or section that a place belongs to."""
        layout = self.view.layout_
        if layout is not None:
            begun = (i for i, one in enumerate(layout.outline) if (one.page, one.y) <= (page, y))
            self.list.setCurrentIndex(max(begun, default=-1))

    def _page_changed(self, page: int) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(page + 1)
        self._zoom_changed()

    def _choose_size(self, index: int) -> None:
        if index < len(_FITS):
            self.view.set_zoom(_FITS[index])
        else:
            self.view.set_zoom(Zoom(Fit.SCALE, ZOOMS[index - len(_FITS)]))

    def _zoom_changed(self) -> None:
        zoom = self.view.zoom
        if zoom.fit is Fit.SCALE:
            nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - zoom.factor))
            self.sizes.setCurrentIndex(len(_FITS) + nearest)
        else:
            self.sizes.setCurrentIndex(0 if zoom.fit is Fit.WIDTH else 1)

    # ---- what cannot be printed

    def _count_lost(self, layout: Layout) -> None:
        glyphs, pictures = len(layout.missing), len(layout.lost_pictures)
        words = []
        if glyphs:
            text = ngettext(
                "{count:,} character cannot be printed", "{count:,} characters cannot be printed", glyphs
            )
            words.append(text.format(count=glyphs))
        if pictures:
            text = ngettext("{count:,} picture is lost", "{count:,} pictures are lost", pictures)
            words.append(text.format(count=pictures))
        self.missing.setText(_(", ").join(words))
        self.missing.setToolTip(_("Marked in colour on the pages; a click goes to the next one"))
        self.missing.setVisible(bool(words))

    def _go_to_lost(self) -> None:
        layout = self.view.layout_
        if layout is None:
            return
        paths = [*(one.path for one in layout.missing), *(one.path for one in layout.lost_pictures)]
        if paths:
            self._next_lost %= len(paths)
            self.session.item_requested.emit(paths[self._next_lost])
            self._next_lost += 1
