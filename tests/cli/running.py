"""How tests run a command."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
"""Runs one command line: exit code, standard output, standard error."""
