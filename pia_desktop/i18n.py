"""Translation of user-visible text, from Babel catalogues in ``resources/locale``.

Message ids are plain English; nearly all users see the Japanese catalogue.  The standard library's gettext
reads the compiled catalogues, so that Babel is not needed at run time.
"""

from __future__ import annotations

import gettext as _gettext
import os
from contextlib import suppress
from functools import cache
from typing import Final

from pia_desktop.paths import resource_root, user_data_dir

DOMAIN: Final = "pia_desktop"
LANGUAGES: Final = ("ja", "en")
LANGUAGE_FILE: Final = "language.txt"


def _load(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, str(resource_root() / "locale"), [language], fallback=True)


def chosen_language() -> str:
    """The language setting; ``ja`` if it cannot be read."""
    words = ""
    with suppress(OSError, UnicodeDecodeError):
        words = (user_data_dir() / LANGUAGE_FILE).read_text(encoding="utf-8").strip()
    return words if words in LANGUAGES else "ja"


class _Current:
    """The current catalogue; one per process, set by the composition root."""

    def __init__(self) -> None:
        language = os.environ.get("PIA_DESKTOP_LANG") or chosen_language()
        self.language = language if language in LANGUAGES else "ja"
        self.catalogue = _load(self.language)


@cache
def _in_use() -> _Current:
    return _Current()


def use_language(language: str) -> None:
    """Switch to a language of ``LANGUAGES``; windows that are already open do not change."""
    if language not in LANGUAGES:
        raise ValueError(language)
    current = _in_use()
    current.language, current.catalogue = language, _load(language)


def language() -> str:
    """The current language, ``ja`` or ``en``."""
    return _in_use().language


def _(message: str) -> str:
    """The message in the current language."""
    return _in_use().catalogue.gettext(message)


def N_(message: str) -> str:  # noqa: N802 (as gettext's tools know it)
    """Mark a message for extraction; it is translated with ``_`` when displayed."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message for a count, in the current language."""
    return _in_use().catalogue.ngettext(singular, plural, count)


def in_a_row(*parts: str) -> str:
    """Sentences, or parts of one, in one line; with spaces between them where the language writes those."""
    return ("" if language() == "ja" else " ").join(part for part in parts if part)
