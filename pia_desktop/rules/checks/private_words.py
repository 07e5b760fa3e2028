"""Checks for private data: personal numbers, telephone numbers, mail addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pia_desktop.rules.checks.text_hit import TextHit
from pia_desktop.rules.checks.words import listed

# The lookbehind follows the first digit: searching for digits alone is faster.
_MY_NUMBER: Final = re.compile(
    "[0-9０-９](?<![0-9０-９\\-－][0-9０-９])[0-9０-９]{3}"
    "[ 　\\-－‐]?[0-9０-９]{4}[ 　\\-－‐]?[0-9０-９]{4}(?![0-9０-９\\-－])"
)
_PHONE: Final = re.compile(
    "[0０](?:(?<![0-9０-９\\-－][0０])[0-9０-９]{1,4}"
    "[\\-－‐―（(）)][0-9０-９]{1,4}[\\-－‐―）)][0-9０-９]{3,4}(?![0-9０-９\\-－])"
    "|(?<![0-9０-９][0０])[7-9７-９][0０][0-9０-９]{8}(?![0-9０-９]))"
)
_MOBILE: Final = re.compile("0[789]0")
_MAIL: Final = re.compile("[A-Za-z0-9._%+\\-]+@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)+")
_PRIVATE_MAIL: Final = re.compile(
    "@(?:gmail|yahoo|hotmail|outlook|icloud|live|docomo|ezweb|au|softbank|i\\.softbank|me|msn)\\.",
    re.IGNORECASE,
)


def my_number_valid(digits: str) -> bool:
    """Whether twelve digits are a valid 個人番号 by check digit (平成26年総務省令第85号 第5条)."""
    total = 0
    for n in range(1, 12):
        total += int(digits[11 - n]) * (n + 1 if n <= 6 else n - 5)
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def personal_number(text: str) -> Iterator[TextHit]:
    """Finds 個人番号. The number itself is not in the finding, as findings are stored, printed and shown."""
    for match in _MY_NUMBER.finditer(text):
        digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", match.group()))
        if len(digits) == 12 and len(set(digits)) > 1 and my_number_valid(digits):
            yield TextHit("C620", facts=f"at {match.start()}")
            return


def contacts(text: str, usual: bool) -> Iterator[TextHit]:
    """Telephone numbers and mail addresses: private ones, and an office's unless ``usual``."""
    phones = [m.group() for m in _PHONE.finditer(text)]
    mails = [m.group() for m in _MAIL.finditer(text)] if "@" in text else []
    mobile = [phone for phone in phones if _MOBILE.match(unicodedata.normalize("NFKC", phone))]
    private = [mail for mail in mails if _PRIVATE_MAIL.search(mail)]
    if mobile or private:
        yield TextHit("C621", facts="/".join([*mobile, *private]))
    office = [words for words in (*phones, *mails) if words not in mobile and words not in private]
    if office and not usual:
        yield TextHit("C622", listed(office))


def contact_spans(text: str) -> list[tuple[int, int]]:
    """Where telephones and addresses of mail stand."""
    return [match.span() for match in (*_PHONE.finditer(text), *_MAIL.finditer(text))]
