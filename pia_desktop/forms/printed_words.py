"""All text that a form itself prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache

from pia_desktop.forms.model import Form


def form_words(form: Form) -> tuple[str, ...]:
    """All text that a form itself prints."""
    return _form_words(form.edition, _Held(form))


class _Held:
    """A form as a cache key, compared by its edition only."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _form_words(_edition: str, held: _Held) -> tuple[str, ...]:
    form = held.form
    parts = (form.title, form.short_title, form.mark, form.cover, form.contents, form.parts)
    return tuple(dict.fromkeys(_strings(parts)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
