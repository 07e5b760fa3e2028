"""Wrong usage in the user's language: argparse has its sentences in English only."""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.i18n import N_, _

_OF_AN_ARGUMENT: Final = re.compile(r"argument (?P<name>[^:]+): (?P<message>.*)", re.DOTALL)
_QUOTED: Final = re.compile(r"'([^']*)'")

_SENTENCES: Final = tuple(
    (re.compile(english, re.DOTALL), words)
    for english, words in (
        (r"unrecognized arguments: (?P<words>.*)", N_("there is no argument {words} here")),
        (r"the following arguments are required: (?P<words>.*)", N_("{words} is missing")),
        (r"one of the arguments (?P<words>.*) is required", N_("one of {words} is missing")),
        (r"not allowed with argument (?P<words>.*)", N_("it does not go together with {words}")),
        (r"expected (one|at least one|\d+) arguments?", N_("what belongs behind it is missing")),
        (r"ignored explicit argument '(?P<words>.*)'", N_("it takes no value, and {words} was given")),
        (r"invalid int value: '(?P<words>.*)'", N_("{words} is not a whole number")),
        (
            r"invalid choice: '?(?P<words>.*?)'? \(choose from (?P<choices>.*)\)",
            N_("{words} is none of these: {choices}"),
        ),
    )
)


def in_the_users_words(message: str) -> str:
    """The sentence that argparse would show; one that it did not make itself stays as it is."""
    of_one = _OF_AN_ARGUMENT.fullmatch(message)
    if of_one is not None:
        return f"{of_one['name']}: {in_the_users_words(of_one['message'])}"
    for english, words in _SENTENCES:
        found = english.fullmatch(message)
        if found is not None:
            parts = {name: _QUOTED.sub(r"\1", part) for name, part in found.groupdict().items()}
            return _(words).format(**parts)
    return message
