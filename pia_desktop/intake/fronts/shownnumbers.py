"""A number in the digits, points and fractions of a format."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from pia_desktop.intake.fronts.numbersections import Section, Token

_ENOUGH: Final = 400
_MOST_DECIMALS: Final = 30
_GROUP: Final = 3


def number_words(number: float, section: Section) -> str | None:
    """A number that is not negative; None if the format is not understood."""
    tokens = list(section.tokens)
    if any(one.kind in {"exponent", "text"} for one in tokens):
        return None
    if any(one == Token("sign", "/") for one in tokens):
        return _fraction(number, tokens)
    with localcontext() as context:
        context.prec = _ENOUGH
        return _decimal(Decimal(repr(number)), tokens)


def _decimal(number: Decimal, tokens: list[Token]) -> str | None:
    """With leading zeros, decimals, thousands and per cent."""
    number *= 100 ** tokens.count(Token("sign", "%"))
    digits = [at for at, one in enumerate(tokens) if one.kind == "digit"]
    point = next((at for at, one in enumerate(tokens) if one == Token("sign", ".")), len(tokens))
    if not digits:
        return "".join(one.words for one in tokens)
    last = max((at for at in digits if at < point), default=-1)
    commas = [at for at, one in enumerate(tokens) if one == Token("sign", ",")]
    after = max(digits)
    scaled = [at for at in commas if at > after or last < at < point]
    number /= 1000 ** len(scaled)
    decimals = [at for at in digits if at > point]
    if len(decimals) > _MOST_DECIMALS:
        return None
    whole, _point, part = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}".partition(
        "."
    )
    shown = dict.fromkeys(commas, "")
    grouped = any(at not in scaled and at < point for at in commas)
    shown.update(_whole(whole.lstrip("0"), [at for at in digits if at < point], tokens, grouped=grouped))
    shown.update(_part(part, decimals, tokens))
    if point < len(tokens) and not any(at < point for at in digits):
        shown[point] = whole.lstrip("0") + "."
    return "".join(shown.get(at, one.words) for at, one in enumerate(tokens))


def _whole(digits: str, places: list[int], tokens: list[Token], *, grouped: bool) -> dict[int, str]:
    """The digits before the point, from the right; the first place takes what is left."""
    found: dict[int, str] = {}
    count = 0
    for number, at in enumerate(reversed(places)):
        takes = len(digits) if number == len(places) - 1 else 1
        own, digits = (
            digits[len(digits) - takes :] if takes else "",
            digits[: len(digits) - takes] if takes else "",
        )
        own = own or {"0": "0", "?": " "}.get(tokens[at].words, "")
        words = ""
        for sign in reversed(own):
            words = (
                sign + ("," if grouped and count and count % _GROUP == 0 and sign.isdigit() else "") + words
            )
            count += 1
        found[at] = words
    return found


def _part(digits: str, places: list[int], tokens: list[Token]) -> dict[int, str]:
    """The digits behind the point; zeros that the format does not ask for are not shown."""
    kept = len(digits.rstrip("0"))
    return {
        at: digit if number < kept or tokens[at].words == "0" else (" " if tokens[at].words == "?" else "")
        for number, (at, digit) in enumerate(zip(places, digits, strict=True))
    }


def _fraction(number: float, tokens: list[Token]) -> str | None:
    """``# ?/?``, ``# ??/??`` or ``# ?/4``."""
    code = "".join(one.words for one in tokens)
    left, _slash, right = code.partition("/")
    whole, _blank, _above = left.strip().rpartition(" ")
    below = right.strip()
    if not below or (set(whole) - set("#0?")) or not (set(below) <= set("#?") or below.isdigit()):
        return None
    limit = 10 ** min(len(below), 6) - 1
    if set(below) <= set("#?"):
        value = Fraction(number).limit_denominator(limit)
    elif int(below) > 0:
        value = Fraction(round(number * int(below)), int(below))
    else:
        return None
    base = value.denominator if set(below) <= set("#?") else int(below)
    integer = int(value) if whole else 0
    above = (value - integer) * base
    if whole and above == 0:
        return str(integer)
    return f"{integer} {above}/{base}" if integer else f"{above}/{base}"
