"""Filters and order of the command "list": the same as in the window's filter bar."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import Parser
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.cabinet_lists.row_choice import Choice, Drawer

COLUMNS: Final = ("number", "name", "department", "form", "state", "published", "due", "findings", "edited")
"""The columns of the list, in its order."""
STATES: Final = ("draft", "hearing", "review", "submitted", "published", "ended")
ONLY: Final = ("mistakes", "confirm", "unchecked", "unreadable", "remarks", "overdue")


def choice_arguments(parser: Parser) -> None:
    """Add the filters."""
    parser.add_argument("--words", default="", metavar="WORDS", help=_("only with all of these words"))
    parser.add_argument("--state", choices=STATES, help=_("only in this state"))
    parser.add_argument("--form", default="", metavar="FORM", help=_("only of this form (yoshiki2, 3 or 4)"))
    parser.add_argument(
        "--department", default="", metavar="NAME", help=_("only of the department with this in its name")
    )
    parser.add_argument("--only", choices=ONLY, help=_("only what is to be looked after in this way"))
    parser.add_argument("--sort", choices=COLUMNS, help=_("by this column, downwards with --reverse"))
    parser.add_argument("--reverse", action="store_true", help=_("with --sort: the last comes first"))


def is_chosen(options: argparse.Namespace) -> bool:
    """Whether any filter or order is given."""
    wanted = (options.words, options.state, options.form, options.department, options.only, options.sort)
    return any(wanted)


def choice_of(cabinet: Cabinet, options: argparse.Namespace, parser: Parser, drawer: Drawer) -> Choice:
    """The filters and order; the default order is most recently edited first, as in the window.

    Raises UserError for an unknown form.
    """
    from pia_desktop.cabinet_lists.assessment_rows import EDITED
    from pia_desktop.cabinet_lists.row_choice import Choice, Only
    from pia_desktop.forms.catalogue import find_form
    from pia_desktop.rules.stages import Stage

    if options.form:
        find_form(options.form)  # raises with the known forms
    if options.reverse and not options.sort:
        parser.error(_("--reverse goes with --sort"))
    return Choice(
        words=options.words,
        stage=Stage(options.state) if options.state else None,
        form=options.form,
        department=_department(cabinet, options.department, parser) if options.department else "",
        only=Only(options.only or Only.ALL.value),
        drawer=drawer,
        column=COLUMNS.index(options.sort) if options.sort else EDITED,
        descending=options.reverse or not options.sort,
    )


def _department(cabinet: Cabinet, words: str, parser: Parser) -> str:
    """The single department that matches."""
    from pia_desktop.assessment.folding import as_read
    from pia_desktop.cabinet_lists.list_facts import departments

    known = departments(cabinet)
    meant = [words] if words in known else [one for one in known if as_read(words) in as_read(one)]
    if len(meant) == 1:
        return meant[0]
    message = (
        _("--department {words} may be: {departments}")
        if meant
        else _("no department {words}; there are: {departments}")
    )
    return parser.error(message.format(words=words, departments=_(", ").join(meant or known)))
