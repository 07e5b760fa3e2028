"""All codes of the checks, with severity and message.

A code never changes its meaning and is never reused: stored set-asides refer to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.rules.checks.severity import Severity

UNANSWERED: Final = "C101"
"""The code of an item that is not answered."""

NO_ANSWER: Final = frozenset({UNANSWERED, "C110", "C112", "C411"})
"""The codes of what a blank form lacks: owed in any case, or a tick or a day that may be to come."""

UNREAD: Final = "C113"
"""The code of an unreadable number; it is no answer, so only the screen knows of it."""


Words = Callable[[], str]


def _no_mend() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Code:
    """One check: its code, severity, message, and the label of its one-click fix, if any."""

    code: str
    severity: Severity
    sentence: Words
    mend: Words = _no_mend


_E, _C, _H = Severity.ERROR, Severity.CONFIRM, Severity.HINT

_FILLED_IN: Final = (
    Code(UNANSWERED, _E, lambda: _("“{item}” is not answered; fill it in.")),
    Code("C102", _C, lambda: _("“{item}” says only “{words}”; write what applies, or why nothing does.")),
    Code(
        "C103",
        _C,
        lambda: _("“{item}” says only “{words}”; each item is read by itself, so write its contents out."),
    ),
    Code(
        "C104",
        _C,
        lambda: _("Nothing is written in this entry; fill it in, or take it out."),
        lambda: _("Take the entry out"),
    ),
    Code(
        "C105",
        _E,
        lambda: _("“{other}” is “{value}”, but “{item}” says nothing; fill it in."),
    ),
    Code(
        "C106",
        _H,
        lambda: _("“{item}” has {count} characters; shorten it, or put details into an item of free text."),
    ),
    Code(
        "C107",
        _H,
        lambda: _("“{item}” holds blanks only; empty it."),
        lambda: _("Empty it"),
    ),
    Code(
        "C108",
        _E,
        lambda: _("“{item}” is for national bodies only; a local government leaves it empty."),
        lambda: _("Empty it"),
    ),
    Code("C109", _C, lambda: _("“{other}” is filled in, but “{item}” is not; fill in both or neither.")),
    Code("C110", _C, lambda: _("Nothing is ticked in “{item}”; see whether that is so.")),
    Code(
        "C111", _C, lambda: _("{count} items of this entry are not answered; fill them in, or take it out.")
    ),
    Code(
        "C112",
        _C,
        lambda: _("“{item}” is not answered; fill it in when this step of the procedure has been taken."),
    ),
    Code(UNREAD, _E, lambda: _("{told} Type the number anew, or empty the field.")),
)

_COUNTED: Final = (
    Code(
        "C201",
        _E,
        lambda: _("“{item}” says {count}, but {entries} are filled in; make the two agree."),
        lambda: _("Put in the number of entries"),
    ),
    Code(
        "C202",
        _E,
        lambda: _("The number for “{item}” is missing; {entries} are filled in."),
        lambda: _("Put in the number of entries"),
    ),
    Code("C203", _E, lambda: _("“{item}” does not say “{value}”, but {entries} are filled in; correct one.")),
    Code("C204", _E, lambda: _("“{item}” says “{value}”, but no entry is filled in; fill in the entries.")),
    Code("C205", _E, lambda: _("In “{item}”, “{value}” is ticked together with others; clear one of them.")),
    Code(
        "C206",
        _E,
        lambda: _("In “{item}”, a number stands at “{value}”, which is not ticked; tick it, or clear it."),
        lambda: _("Tick it"),
    ),
)

_NAMED: Final = (
    Code(
        "C210",
        _E,
        lambda: _("The file “{name}” is not listed in “{other}”; write the same name in both."),
        lambda: _("Take over the name from the list"),
    ),
    Code(
        "C211",
        _C,
        lambda: _("The file's name “{name}” is written “{words}” in “{other}”; write it alike in both."),
        lambda: _("Take over the name from the list"),
    ),
    Code(
        "C212",
        _C,
        lambda: _("“{words}” is listed in “{item}”, but no file described has this name; check the list."),
    ),
    Code("C213", _E, lambda: _("Two files bear the name “{name}”; give each a name of its own.")),
    Code(
        "C214",
        _E,
        lambda: _("“{item}” says “{words}”, but the file is named “{name}” in “{other}”; write it alike."),
        lambda: _("Show the file's name"),
    ),
    Code(
        "C215", _C, lambda: _("“{item}” does not name the work as “{other}” does (“{name}”); compare them.")
    ),
    Code("C216", _E, lambda: _("“{item}” says “{words}”, but this form is the {form}; correct the title.")),
    Code("C217", _C, lambda: _("“{item}” does not name “{name}”; was it copied from another agency's?")),
    Code("C218", _H, lambda: _("“{item}” is not a number: “{words}”; write the number alone.")),
    Code("C219", _C, lambda: _("“{words}” stands in two entries; is one of them a copy left behind?")),
    Code("C220", _C, lambda: _("“{item}” is answered differently for the files, but holds for the agency.")),
    Code("C221", _C, lambda: _("“{item}” seems to hold a person's name; write the title of the post only.")),
)

_TOGETHER: Final = (
    Code("C301", _E, lambda: _("In “{item}”, “{box}” is ticked without words; write them in its （　）.")),
    Code(
        "C302",
        _C,
        lambda: _("In “{item}”, “{box}” is ticked without words; say in its （　） which one is meant."),
    ),
    Code(
        "C303",
        _E,
        lambda: _("In “{item}”, words stand at “{box}”, which is not ticked; tick it, or clear the words."),
        lambda: _("Tick it"),
    ),
    Code(
        "C304", _E, lambda: _("“{other}” is “{value}”, so “{item}” is to be empty; empty it, or correct one.")
    ),
    Code("C305", _C, lambda: _("“{other}” is “{value}”, but “{item}” is filled in; see which is right.")),
    Code("C306", _C, lambda: _("“{item}” is “{own}” although “{other}” is “{value}”; see which is right.")),
    Code(
        "C307",
        _C,
        lambda: _("“{item}” leaves a problem open; say what is going to be done about it, and by when."),
    ),
    Code(
        "C310", _E, lambda: _("“{item}” is ticked, but rows below it are filled in; clear one or the other.")
    ),
    Code(
        "C311",
        _E,
        lambda: _("“{other}” is “{value}”, but “{item}” is not ticked; tick it, or correct one."),
        lambda: _("Tick it"),
    ),
    Code("C312", _E, lambda: _("“{item}” is ticked, but “{other}” is “{value}”; correct one.")),
    Code("C313", _C, lambda: _("“{item}” is ticked, but “{other}” is “{value}”; see which is right.")),
    Code("C314", _E, lambda: _("“{item}” is “{own}”, but “{other}” is “{value}”; correct one.")),
    Code(
        "C315",
        _E,
        lambda: _("“{item}” is “{own}”, but every “{other}” is “{value}”; correct one."),
        lambda: _("Choose the answer that agrees"),
    ),
    Code("C316", _C, lambda: _("“{item}” ticks “{box}”, but “{other}” is “{value}”; see which is right.")),
    Code(
        "C317",
        _C,
        lambda: _("“{other}” gives reasons for what “{item}” does not tick: {words}; tick it, or strike it."),
        lambda: _("Tick them"),
    ),
    Code(
        "C318",
        _C,
        lambda: _("“{item}” ticks neither 個人番号 nor 個人番号対応符号; does the file hold none?"),
    ),
    Code(
        "C319", _C, lambda: _("“{item}” is “{own}”, more than “{other}” says (“{value}”); compare the two.")
    ),
    Code(
        "C320",
        _C,
        lambda: _(
            "The whole file is meant, but “{item}” is “{own}” and “{other}” is “{value}”; compare them."
        ),
        lambda: _("Take over the answer"),
    ),
    Code("C321", _C, lambda: _("“{item}” is “{own}”, but about {count} items are numbered in “{other}”.")),
    Code("C322", _H, lambda: _("“{other}” ticks “{value}”; is “{box}” to be ticked in “{item}”?")),
    Code(
        "C323",
        _C,
        lambda: _("“{item}” is “{own}”; a local government is not a national body."),
        lambda: _("Choose the answer that agrees"),
    ),
)

_JUDGED: Final = (
    Code(
        "C330",
        _E,
        lambda: _("For “{other}” “{value}”, the threshold judgement cannot give “{own}”; correct one."),
        lambda: _("Choose what the judgement gives"),
    ),
    Code("C331", _E, lambda: _("For “{other}” “{value}”, 全項目評価 is owed; this form is not enough.")),
    Code(
        "C332",
        _E,
        lambda: _("“{item}” is “{own}”, but by the threshold judgement “{value}”; choose the fuller one."),
    ),
    Code(
        "C333",
        _C,
        lambda: _(
            "500 people or more handle a file (“{other}”), so the judgement would be “{value}”; compare."
        ),
    ),
)

_DATED: Final = (
    Code("C401", _C, lambda: _("“{words}” in “{item}” is not read as a date; write it like 令和6年8月30日.")),
    Code(
        "C402",
        _E,
        lambda: _("There is no day “{words}” (“{item}”); correct it."),
        lambda: _("Write it in the right era"),
    ),
    Code("C403", _E, lambda: _("“{words}” in “{item}” is before the law ({day}); correct the year.")),
    Code("C404", _C, lambda: _("“{words}” in “{item}” is still to come; write it when it has been done.")),
    Code("C405", _H, lambda: _("“{words}” in “{item}” is still to come; is the day settled?")),
    Code("C406", _E, lambda: _("“{item}” ({words}) is before “{other}” ({value}); correct one.")),
    Code("C407", _E, lambda: _("The period in “{item}” ends before it begins: {words}; correct it.")),
    Code(
        "C408",
        _E,
        lambda: _(
            "The hearing lasts {days} days, fewer than 30; give the reason in “{item}”, or lengthen it."
        ),
    ),
    Code("C409", _C, lambda: _("“{item}” says {words}, but from the days it is {days}; correct one.")),
    Code(
        "C410",
        _C,
        lambda: _("{words} is a {right} (“{item}”); correct the date or the day of the week."),
        lambda: _("Correct the day of the week"),
    ),
    Code("C411", _C, lambda: _("“{item}” is not filled in yet; write it before it is published.")),
    Code("C412", _H, lambda: _("“{item}” ({words}) lies years before “{other}”; were they counted anew?")),
    Code(
        "C413", _C, lambda: _("“{words}” in “{item}” is before the use of 個人番号 began ({day}); check it.")
    ),
    Code(
        "C414",
        _C,
        lambda: _("From “{words}” in “{item}” no deadline can be worked out; begin it like 令和6年8月30日."),
    ),
    Code(
        "C415",
        _C,
        lambda: _("“{words}” in “{item}” is not written as the form does; write {value}."),
        lambda: _("Write it as the form does"),
    ),
    Code(
        "C416",
        _C,
        lambda: _(
            "“{item}” ({words}) is before “{other}” ({value});"
            " if it is the last round's, write the new one when it is published."
        ),
    ),
)

_CHANGES: Final = (
    Code("C501", _E, lambda: _("“{item}” is missing in this row of changes; fill it in.")),
    Code("C502", _E, lambda: _("“{item}” is 事前 or 事後, not “{words}”; correct it.")),
    Code(
        "C503",
        _C,
        lambda: _(
            "The item is marked ※ (重要な変更), but was handed in 事後; say in “{item}” why, or correct it."
        ),
    ),
    Code("C504", _C, lambda: _("Before and after are the same in this row; correct it, or take it out.")),
    Code("C505", _H, lambda: _("In {count} rows of the past year, “{item}” says nothing; give the reasons.")),
    Code(
        "C506",
        _C,
        lambda: _("This row of changes stands twice; take one out."),
        lambda: _("Take the row out"),
    ),
    Code(
        "C507",
        _C,
        lambda: _("事後, but its day {words} is after the day of publication ({value}); check both."),
    ),
    Code(
        "C508",
        _C,
        lambda: _("The row names “{words}”, but what it says stands in “{value}”; correct the item."),
    ),
    Code(
        "C509",
        _C,
        lambda: _(
            "{count} rows of changes (事後) are later than the day of publication ({value});"
            " if it is the last round's, write the new one when it is published."
        ),
    ),
)

_WRITTEN: Final = (
    Code(
        "C601",
        _H,
        lambda: _("“{item}” mixes full and half width: {words}; write them alike."),
        lambda: _("Make them half width"),
    ),
    Code(
        "C602",
        _C,
        lambda: _("“{item}” holds half-width kana: {words}; write them full width."),
        lambda: _("Make them full width"),
    ),
    Code(
        "C603",
        _H,
        lambda: _("“{item}” holds characters that some machines cannot show: {words}; write them out."),
        lambda: _("Write them out"),
    ),
    Code(
        "C604", _H, lambda: _("“{item}” holds kanji that some machines lack: {words}; check what is shown.")
    ),
    Code(
        "C605", _C, lambda: _("“{item}” holds 外字 ({words}), which other machines show as something else.")
    ),
    Code("C606", _C, lambda: _("“{item}” holds characters lost in a conversion ({words}); write them anew.")),
    Code(
        "C607",
        _H,
        lambda: _("“{item}” holds invisible characters ({words}); take them out."),
        lambda: _("Take them out"),
    ),
    Code(
        "C608", _C, lambda: _("“{item}” still holds a gap to be filled: {words}; write what belongs there.")
    ),
    Code(
        "C609", _H, lambda: _("In “{item}”, brackets do not pair: {words}; see whether something is missing.")
    ),
    Code("C610", _C, lambda: _("“{item}” begins or ends in the middle of a sentence: {words}; complete it.")),
    Code("C611", _C, lambda: _("“{item}” still holds words of a model text ({words}); put in your own.")),
    Code(
        "C612",
        _C,
        lambda: _("“{item}” says “{words}”; “{right}” is probably meant."),
        lambda: _("Put the word right"),
    ),
    Code("C613", _C, lambda: _("“{item}” says the same paragraph twice: {words}; take one out.")),
    Code("C620", _E, lambda: _("“{item}” holds what is built like a 個人番号 (12 digits); take it out.")),
    Code(
        "C621",
        _C,
        lambda: _("“{item}” holds what looks like a private number or address; it gets published."),
    ),
    Code(
        "C622", _H, lambda: _("“{item}” holds a number or mail address outside the contact items: {words}.")
    ),
    Code(
        "C630",
        _H,
        lambda: _("“{words}” in “{item}” was changed on {day}; today it is {instead}. Check the reference."),
        lambda: _("Write it as it is today"),
    ),
    Code(
        "C631",
        _C,
        lambda: _("A row of 変更箇所 ({day}) made “{instead}” of “{words}”, which still stands in “{item}”."),
        lambda: _("Write the new name"),
    ),
    Code(
        "C640",
        _H,
        lambda: _("Of “{item}” this is withheld from the public: {words}."),
    ),
    Code(
        "C641",
        _C,
        lambda: _("“{words}” is withheld in “{item}” but still stands at {count} other places."),
        lambda: _("Withhold it there, too"),
    ),
)

_ANNEXES: Final = (
    Code("C651", _C, lambda: _("“{item}” says “{words}”, but there is no {name}; add it, or correct it.")),
    Code("C652", _C, lambda: _("No item names {name}; write “{name}のとおり” where it belongs.")),
    Code("C653", _H, lambda: _("{other} is named before {name}; put the 別紙 in the order of their naming.")),
)

CODES: Final = {
    code.code: code
    for group in (_FILLED_IN, _COUNTED, _NAMED, _TOGETHER, _JUDGED, _DATED, _CHANGES, _WRITTEN, _ANNEXES)
    for code in group
}
"""Every code, in order."""
