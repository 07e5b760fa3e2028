"""All that a file is held to: our conditions, the registry's checkers, and a validator of PDF/A."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Final

import pdfua
from pikepdf.pdfa import validate_written

from tests.paper.ua.annotations import check_annotations
from tests.paper.ua.catalog import check_catalog
from tests.paper.ua.fonts import check_fonts
from tests.paper.ua.reading import Fault, read
from tests.paper.ua.tree import check_tree

_ONLY_IN_A: Final = re.compile(
    rb'<pdfuaid:part>1</pdfuaid:part>|xmlns:pdfuaid="[^"]*"'
    rb'|<rdf:Description rdf:about=""\s+xmlns:pdfaExtension.*?</rdf:Description>',
    re.DOTALL,
)


def faults(data: bytes) -> list[Fault]:
    """What our own conditions find."""
    reading = read(data)
    for check in (check_catalog, check_tree, check_fonts, check_annotations):
        check(reading)
    return reading.faults


def faults_by_pdfua(data: bytes) -> list[Fault]:
    """What a checker of another maker finds against PDF/UA-1.

    It stumbles over a heading of several pieces (its rule UA-14-001, our P-empty); no other rule may be left
    out.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file.pdf"
        target.write_bytes(data)
        report = pdfua.validate(str(target))
    found = [Fault(one.rule_id, f"{one.message} {one.location.describe()}") for one in report.findings]
    found += [
        Fault(one.rule_id, f"skipped: {one.skipped_reason}")
        for one in report.skipped
        if one.rule_id != "UA-14-001"
    ]
    return found


def faults_by_pdfa(data: bytes) -> list[Fault]:
    """What a validator of another maker finds against PDF/A."""
    verdict = validate_written(io.BytesIO(as_level_b(data)), "2b")
    if verdict.verdict == "pass":
        return []
    return [Fault("PDF/A", str(finding)) for finding in verdict.findings] or [Fault("PDF/A", "refused")]


def as_level_b(data: bytes) -> bytes:
    """The file as one of PDF/A-2b that does not speak of PDF/UA, each byte in its place.

    The validator knows level B, to which level A only adds, and no extension schema.
    """
    data = data.replace(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")
    return _ONLY_IN_A.sub(lambda match: b" " * len(match[0]), data)


def all_faults(data: bytes) -> list[Fault]:
    """What anyone finds."""
    return faults(data) + faults_by_pdfua(data) + faults_by_pdfa(data)
