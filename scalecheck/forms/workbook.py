"""A workbook to fill in: a sheet for responses that offers the answers, and one that explains them.

Whatever comes from a questionnaire is written as text: a label that starts like a formula is no formula.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scalecheck.definition.answer_state import STATED_SILENCES
from scalecheck.definition.questionnaire import written
from scalecheck.forms.table import about_columns, provenance, questions
from scalecheck.text import fold, one_line, short

if TYPE_CHECKING:
    from scalecheck.definition.questionnaire import Option, Questionnaire
    from scalecheck.responses.response import Scope

ROWS = 1000
"""How many responses are offered the answers; more can be written without."""
HEADINGS = ("Section", "Column in the other sheet", "Question", "Answer", "Points", "What it means")
_WIDTHS = (24, 26, 50, 24, 8, 70)
_LONGEST = 32_000
"""A cell takes 32,767 characters."""


def render(questionnaire: Questionnaire, scope: Scope) -> bytes:
    """Make the workbook, as it stands in a file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    responses, levels = book.create_sheet("responses"), book.create_sheet("levels")
    offered = _explain(levels, questionnaire, scope)
    said = provenance(questionnaire, scope)
    columns = [*about_columns(questionnaire), *offered, *said]
    for number, name in enumerate(columns, start=1):
        letter = get_column_letter(number)
        _write_text(responses.cell(1, number), name).font = Font(bold=True)
        responses.column_dimensions[letter].width = max(14, min(len(name) + 2, 40))
        responses.column_dimensions[
            letter
        ].number_format = "@"  # else a spreadsheet makes a date of an answer like 1-2
    for number, value in enumerate(said.values(), start=len(columns) - len(said) + 1):
        _write_text(responses.cell(2, number), value)
    for question in questions(questionnaire, scope):
        letter = get_column_letter(columns.index(question.id) + 1)
        first, last = offered[question.id]
        choice = DataValidation(
            type="list",
            formula1=f"levels!$D${first}:$D${last}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Choose from the list",
            error='Choose one of the answers on offer. The sheet "levels" says what each one means.',
            showInputMessage=True,
            promptTitle="The question",
            prompt=short(question.ask, 250),
        )
        choice.add(f"{letter}2:{letter}{ROWS + 1}")
        responses.add_data_validation(choice)
    responses.freeze_panes = "A2"
    written_to = BytesIO()
    book.save(written_to)
    return written_to.getvalue()


def _explain(sheet: Any, questionnaire: Questionnaire, scope: Scope) -> dict[str, tuple[int, int]]:
    """Write what each answer means; by question, the first and last row of its answers."""
    _write_text(
        sheet.cell(1, 1),
        f"{one_line(questionnaire.title)} ({questionnaire.id} {questionnaire.version}, {scope})",
    )
    _write_text(sheet.cell(2, 1), f"Digest {questionnaire.digest}")
    _write_text(
        sheet.cell(3, 1),
        'Fill in the sheet "responses": one row for each response, one column for each question.',
    )
    _write_text(
        sheet.cell(4, 1),
        'To say why a question does not apply, add a column named after it with "__because" at the end.',
    )
    if provenance(questionnaire, scope):
        _write_text(
            sheet.cell(5, 1),
            "Begin in row 2. Its last cells say which questions these are: leave them as they are.",
        )
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), start=1):
        _write_text(sheet.cell(6, column), heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    row, offered = 7, {}
    sections = {
        question.id: domain.title for domain in questionnaire.root.walk() for question in domain.questions
    }
    for question in questions(questionnaire, scope):
        first = row
        answers = [(_name_option(option), written(option.points), option.text) for option in question.options]
        answers += [(state.value, "", state.words.capitalize()) for state in STATED_SILENCES]
        for answer, points, meaning in answers:
            for column, value in enumerate(
                (sections[question.id], question.id, question.ask, answer, points, meaning), start=1
            ):
                _write_text(sheet.cell(row, column), one_line(value)).alignment = Alignment(
                    wrap_text=True, vertical="top"
                )
            row += 1
        offered[question.id] = (first, row - 1)
    sheet.freeze_panes = "A7"
    return offered


def _name_option(option: Option) -> str:
    """The option as it is offered: by its label, else by its key where the label would not come back."""
    return one_line(option.label) if fold(one_line(option.label)) == fold(option.label) else option.key


def _write_text(cell: Any, value: str) -> Any:
    """*value* in *cell*, as text whatever it starts with."""
    cell.value = value[:_LONGEST]
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell
