"""Opens the comparison of an assessment's versions and draft, and prints it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.i18n import _
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from pia_desktop.revisions.compare import Comparison
from ui.comparison.window import CompareWindow
from ui.context.hosts import AssessmentHost
from ui.context.session import Session
from ui.context.snapshot_source import SnapshotSource
from ui.context.window_names import window_name
from ui.printing.file_kinds import ask_table_path
from ui.printing.table_jobs import TableJobs
from ui.versions.version_store import VersionStore, version_title


def _source(version_store: VersionStore, info: VersionInfo | None) -> SnapshotSource:
    if info is None:
        return SnapshotSource(_("The draft now"), version_store.draft)
    return SnapshotSource(version_title(info), partial(version_store.load, info.id))


def open_comparison(
    host: AssessmentHost, version_store: VersionStore, old: VersionInfo | None, new: VersionInfo | None
) -> CompareWindow:
    """Compare two versions in a window; None is the draft."""
    session = host.session
    states = [None, *reversed(version_store.versions)]
    ids = [one.id if one is not None else None for one in states]
    made = CompareWindow(
        window_name(session.form, session.root),
        [_source(version_store, one) for one in states],
        ids.index(old.id if old is not None else None),
        ids.index(new.id if new is not None else None),
        host.file_chooser,
    )
    jobs = TableJobs(made)
    made.foot.insertWidget(1, jobs.line)
    made.closed.connect(jobs.cancel)
    made.place_requested.connect(lambda path: host.reveal(existing(session.root, path)))
    made.document_requested.connect(lambda found: _print(made, jobs, found, host))
    made.council_requested.connect(lambda found: _council(made, version_store, states, found))
    _follow(made, session)
    made.show()
    return made


def _follow(made: CompareWindow, session: Session) -> None:
    """Keep title and draft as they are by now."""

    def follow(*_changed: object) -> None:
        made.show_name(window_name(session.form, session.root))
        made.outdate()

    signals = session.answers_changed, session.withheld_changed, session.entries_changed
    for signal in signals:
        signal.connect(follow)
    made.closed.connect(lambda: [signal.disconnect(follow) for signal in signals])


def existing(root: Node, path: NodePath) -> NodePath:
    """The longest prefix of a path that exists: a deleted entry is shown by its list."""
    for end in range(2, len(path) + 1, 2):
        if root.find(path[:end]) is None:
            return path[: end - 1]
    return path


def _print(window: CompareWindow, jobs: TableJobs, found: Comparison, host: AssessmentHost) -> None:
    """Ask for a purpose and a file, and write the comparison to it."""
    from pia_desktop.documents.council import COMPARISON_TITLE, comparison_document
    from pia_desktop.revisions.compare import compare
    from ui.printing.purpose import give_output
    from ui.printing.remnants import others_of, remnant_actions

    title, session = _("Print the Comparison"), host.session
    is_draft = found.new.root is session.root

    def states() -> tuple[Snapshot, Snapshot]:
        return found.old, session.snapshot() if is_draft else found.new

    def go(copy: Copy, given: Release) -> None:
        shown = compare(*given.shown) if copy.public else found
        path = ask_table_path(window, title, COMPARISON_TITLE, shown.new)
        if path is not None:
            lines = [given.words(line) for line in state_lines(window, shown)]
            shorten = window.shorten.isChecked()
            make = partial(comparison_document, shown, lines=lines, abridged=shorten)
            jobs.start(make, path, given.file_check(path.suffix))

    actions = remnant_actions(session) if is_draft else None
    give_output(
        window, title, "comparison", states, go, actions, others=others_of(session, is_draft=is_draft)
    )


def state_lines(window: CompareWindow, found: Comparison) -> list[str]:
    """Assessment and states compared; part of the document, so always Japanese."""
    from pia_desktop.documents.council import states_line, usual_lines

    before, after = window.old_box.currentText(), window.new_box.currentText()
    return [*usual_lines(found), states_line(before, after)]


def _council(
    made: CompareWindow, version_store: VersionStore, states: Sequence[VersionInfo | None], found: Comparison
) -> None:
    """``states``: what can be chosen in the window; a version closed since is not among them."""
    from ui.changes.council_dialog import CouncilDialog

    older, newer = (states[box.currentIndex()] for box in (made.old_box, made.new_box))
    CouncilDialog(made, version_store, found, (older, newer)).open()
