"""Translation of every word that a user reads, from Babel's catalogues in ``resources/locale``.

Message ids are plain English; the Japanese catalogue is what nearly everyone sees.  The standard library's
gettext reads the compiled catalogues, so that Babel itself is not loaded at start-up.
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
    """The language that the user chose for the next start; ``ja`` where nothing can be read."""
    words = ""
    with suppress(OSError, UnicodeDecodeError):
        words = (user_data_dir() / LANGUAGE_FILE).read_text(encoding="utf-8").strip()
    return words if words in LANGUAGES else "ja"


class _Current:
    """The catalogue in use; one for the process, chosen once by the composition root."""

    def __init__(self) -> None:
        language = os.environ.get("PIA_DESKTOP_LANG") or chosen_language()
        self.language = language if language in LANGUAGES else "ja"
        self.catalogue = _load(self.language)


@cache
def _in_use() -> _Current:
    return _Current()


def use_language(language: str) -> None:
    """Switch to a language of ``LANGUAGES``; windows that are already open keep the words they have."""
    if language not in LANGUAGES:
        raise ValueError(language)
    current = _in_use()
    current.language, current.catalogue = language, _load(language)


def language() -> str:
    """The language in use, ``ja`` or ``en``."""
    return _in_use().language


def _(message: str) -> str:
    """The message in the language in use."""
    return _in_use().catalogue.gettext(message)


def N_(message: str) -> str:  # noqa: N802 (as gettext's tools know it)
    """The message as it is: words of a table, which ``_`` translates where they are shown."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message for a count, in the language in use."""
    return _in_use().catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The message in the language in use, where one English word stands for several Japanese ones."""
    return _in_use().catalogue.pgettext(context, message)
