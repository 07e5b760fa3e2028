"""Stores the language setting, which ``i18n`` reads."""

from __future__ import annotations

from pia_desktop.files import write_bytes
from pia_desktop.i18n import LANGUAGE_FILE, LANGUAGES
from pia_desktop.paths import user_data_dir


def choose_language(language: str) -> None:
    """Store a language of ``LANGUAGES`` for the next start.  Raises OutputError."""
    if language not in LANGUAGES:
        raise ValueError(language)
    user_data_dir().mkdir(parents=True, exist_ok=True)
    write_bytes(user_data_dir() / LANGUAGE_FILE, language.encode("utf-8"))
