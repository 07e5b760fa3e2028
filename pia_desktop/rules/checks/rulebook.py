"""The rules of a form edition: from its definition, and from its file in ``resources/rules``.

``docs/checks.md`` describes the notation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition
from pia_desktop.forms.model import Form
from pia_desktop.packs.loader import shipped_packs
from pia_desktop.paths import resource_root
from pia_desktop.rules.checks.annexes import annex_rules
from pia_desktop.rules.checks.placing import placing_rules
from pia_desktop.rules.checks.rule import Rule, per_form
from pia_desktop.rules.checks.ruleloader import Read, RuleLoader
from pia_desktop.rules.checks.structure import Habits, structural_rules
from pia_desktop.rules.checks.terms import Customs, Outdated, Slip, Terms
from pia_desktop.rules.checks.texts import TEXT_CODES
from pia_desktop.rules.checks.withheld import WITHHELD_CODES
from pia_desktop.wareki import parse_date


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules of one form edition, and parameters of the text checks."""

    form: Form
    rules: tuple[Rule, ...]
    customs: Customs
    codes: frozenset[str] = field(default=frozenset())


@per_form
def rulebook(form: Form) -> Rulebook:
    """The rules of a form edition; without a rule file only those of its definition.

    Raises DefinitionError if a rule file is faulty.
    """
    folder = resource_root() / "rules"
    terms = parse_terms((folder / "texts.yaml").read_text(encoding="utf-8"), "texts.yaml")
    path = rule_files(folder).get((form.id, form.version))
    if path is None:
        return make_rulebook(form, Read(), terms)
    return parse_rules(path.read_text(encoding="utf-8"), path.name, form, terms)


@cache
def rule_files(folder: Path) -> Mapping[tuple[str, str], Path]:
    """Rule files by form and version."""
    found = {}
    for path in sorted(folder.glob("*-*.yaml")):
        with path.open(encoding="utf-8") as file:
            head = dict(re.findall(r"^(form|version): (\S+)$", file.read(600), re.MULTILINE))
        found[head.get("form", ""), head.get("version", "")] = path
    return found


def parse_rules(text: str, file: str, form: Form, terms: Terms | None = None) -> Rulebook:
    """Parse a rule file.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    fields = read_definition(text, faults)
    read = RuleLoader(fields, faults, form).read() if fields else Read()
    faults.raise_any("rule file")
    return make_rulebook(form, read, terms or Terms())


def parse_terms(text: str, file: str) -> Terms:
    """Parse ``texts.yaml``.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    fields = read_definition(text, faults)
    found: list[Outdated] = []
    slips: list[Slip] = []
    for node in fields.sequence("slips") if fields else []:
        slip = Fields(node, faults)
        slips.append(Slip(_pattern(slip, node, faults), slip.text("instead")))
        slip.close()
    templates: list[str] = []
    for node in fields.sequence("templates") if fields else []:
        model = Fields(node, faults)
        templates.append(_pattern(model, node, faults).pattern)
        model.close()
    for node in fields.sequence("outdated") if fields else []:
        term = Fields(node, faults)
        day = term.text("since")
        parsed = parse_date(day)
        compiled = _pattern(term, node, faults)
        if parsed is None:
            faults.add(node, f"'since' is not a date: {day!r}")
        else:
            found.append(Outdated(compiled, parsed.earliest(), day, term.text("instead"), term.flag("plain")))
            term.close()
    if fields:
        fields.close()
    faults.raise_any("rule file")
    left = re.compile("|".join(templates)) if templates else None
    return Terms(tuple(found), tuple(slips), left, shipped_packs())


def _pattern(fields: Fields, node: Node, faults: Faults) -> re.Pattern[str]:
    try:
        return re.compile(fields.text("find"))
    except re.error as error:
        faults.add(node, f"'find' is not a regular expression: {error}")
        return re.compile("")


def make_rulebook(form: Form, read: Read, terms: Terms) -> Rulebook:
    """Combine the rules of definition and file."""
    habits = Habits(
        read.ids("rest"), read.ids("national"), read.ids("weak"), read.ids("good"), read.ids("problems")
    )
    rules = (*structural_rules(form, habits), *annex_rules(form), *placing_rules(form), *read.rules)
    customs = Customs(read.ids("contacts"), frozenset({form.roles.changes}), terms)
    codes = frozenset(code for rule in rules for code in rule.codes) | TEXT_CODES | WITHHELD_CODES
    return Rulebook(form, rules, customs, codes)
