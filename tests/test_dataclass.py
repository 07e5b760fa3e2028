"""The program's ``dataclass`` makes what the standard library's does."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import field
from pathlib import Path
from typing import Any

import pytest

from pia_desktop.dataclass import dataclass

STANDARD = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)

Maker = Callable[..., Any]


def empty(maker: Maker, **options: bool) -> Any:  # noqa: ANN401
    class Data:
        """Nothing."""

    return maker(**options)(Data)


def plain(maker: Maker, **options: bool) -> Any:  # noqa: ANN401
    class Data:
        """Fields with and without a default."""

        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, hash=False)
        d: int = field(default=0, compare=False)
        e: int = field(default=0, repr=False)

    return maker(**options)(Data)


def own_methods(maker: Maker, **options: bool) -> Any:  # noqa: ANN401
    class Data:
        """Its own comparison, hash and text, and a step after it was made."""

        a: int = 1
        b: int = field(init=False, default=0)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and abs(self.a) == abs(other.a)

        def __hash__(self) -> int:
            return abs(self.a)

        def __repr__(self) -> str:
            return f"<{self.a}>"

    return maker(**options)(Data)


def inherited(maker: Maker, **options: bool) -> Any:  # noqa: ANN401
    base = plain(maker, **options)

    class Data(base):  # type: ignore[misc, valid-type]
        """A field more."""

        f: int = 5

    return maker(**options)(Data)


MADE = [empty, plain, own_methods, inherited]
OPTIONS = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
]


def arguments(data: type) -> list[dict[str, Any]]:
    """Several ways to call for one."""
    names = [one.name for one in dataclasses.fields(data) if one.init and one.name != "c"]
    values = [dict.fromkeys(names, 1), dict.fromkeys(names, -1)]
    return [*values, *({**values[0], name: 2} for name in names)]


def hashed(value: object) -> int | str:
    try:
        return "" if hash(value) is None else "hashable"
    except TypeError as error:
        return str(error)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_values_compare_and_show_themselves_as_those_of_the_standard_library(
    make: Callable[..., Any], options: dict[str, bool]
) -> None:
    ours, theirs = make(dataclass, **options), make(dataclasses.dataclass, **options)
    made = [(ours(**given), theirs(**given)) for given in arguments(ours)]
    for one, other in made:
        assert repr(one) == repr(other)
        assert hashed(one) == hashed(other)
        for second, fellow in made:
            assert (one == second) == (other == fellow)
            assert (one != second) == (other != fellow)
            if one == second and hashed(one) == "hashable":
                assert (hash(one) == hash(second)) == (hash(other) == hash(fellow))
        assert one != other, "of another class"
        assert (deepcopy(one) == one) == (deepcopy(other) == other)
        assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert hasattr(ours(**arguments(ours)[0]), "__dict__") == hasattr(
        theirs(**arguments(theirs)[0]), "__dict__"
    )
    assert getattr(ours, "__match_args__", ()) == getattr(theirs, "__match_args__", ())


def test_a_missing_value_is_refused_as_by_the_standard_library() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'a'"):
        plain(dataclass)()


def test_a_nested_value_is_replaced_without_touching_the_old_one() -> None:
    made = plain(dataclass, frozen=True, slots=True)
    old = made(1)
    assert (dataclasses.replace(old, a=2).a, old.a) == (2, 1)


def test_the_program_has_no_other_dataclass() -> None:
    root = Path(__file__).parent.parent
    files = [path for part in ("pia_desktop", "ui", "db") for path in (root / part).rglob("*.py")]
    others = [
        str(path.relative_to(root))
        for path in files
        if re.search(
            r"^from dataclasses import .*\bdataclass\b", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert others == [], "they import it from pia_desktop.dataclass"
