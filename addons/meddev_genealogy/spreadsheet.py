"""A workbook of plain tables. Text stays text: a lot called ``=1+1`` is never a formula."""

import io
from datetime import datetime

import xlsxwriter

WIDEST = 60


def workbook(sheets):
    """The bytes of an .xlsx file.

    :param sheets: ``[(name, headings, rows)]``; a cell is text, a number, a naive ``datetime``, or None for nothing
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E7E9ED", "text_wrap": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, headings, rows in sheets:
            sheet = book.add_worksheet(name)
            _write(sheet, [headings], 0, bold, bold)
            _write(sheet, rows, 1, None, moment)
            sheet.freeze_panes(1, 0)
            if rows:
                sheet.autofilter(0, 0, len(rows), len(headings) - 1)
            for column, heading in enumerate(headings):
                width = max([len(str(heading)), *(len(_shown(row[column])) for row in rows)])
                sheet.set_column(column, column, min(width + 3, WIDEST))
    return output.getvalue()


def _write(sheet, rows, first, plain, moment):
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value, moment)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(number, column, value, plain)
            elif value not in (None, ""):
                sheet.write_string(number, column, str(value), plain)


def _shown(value):
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value or "")
