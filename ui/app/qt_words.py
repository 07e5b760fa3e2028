"""Qt's own strings in Japanese: its catalogue, and translations missing from that.

Qt's dialogs are used where the system has none, above all on Linux.  Their strings are Qt's and not msgids of
ours, so they are data here.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from ui.widgets.overrides import guarded

LACKING: Final = {
    "&Look in:": "場所(&L):",
    "Files of &type:": "ファイルの種類(&T):",
    "Drive": "ドライブ",
    "Folder": "フォルダー",
    "Page &order:": "ページの順序(&O):",
    "Pages &per sheet:": "１枚あたりのページ数(&P):",
    "Page &Set:": "対象のページ(&S):",
    "Pages": "ページ指定",
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen."
    " E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": (
        "ページや範囲をコンマで区切って指定します。範囲は２つの数をハイフンでつなぎます。"
        "例：3,5-7,9 は3、5、6、7、9ページを印刷します。"
    ),
    "Double Sided Printing": "両面印刷",
    "Off": "しない",
    "Long side binding": "長辺とじ",
    "Short side binding": "短辺とじ",
}
"""Words of Qt 6.11's dialogs for files, printing and pages that ``qtbase_ja.qm`` does not know."""


@guarded
class _Lacking(QTranslator):
    """Supplies translations that Qt's catalogue lacks; None keeps the original."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: bytes | str,
        source: bytes | str,
        disambiguation: bytes | str | None = None,
        n: int = -1,
    ) -> str | None:
        return LACKING.get(source) if isinstance(source, str) else None


def speak_japanese(app: QApplication) -> None:
    """Show Qt's own dialogs, menus and buttons in Japanese."""
    app.installTranslator(_Lacking(app))  # the translator installed last is asked first
    catalogue = QTranslator(app)
    if catalogue.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(catalogue)
