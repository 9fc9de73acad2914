"""Lists of persons and of intended changes as CSV and as a workbook, for the secretariat only."""

import csv
import io

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.shared.text import clean
from practices.exports import safe

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def registrations(rows, sessions):
    """Return (header, lines) of registrations (load with ``for_desk``); one column per session."""
    header = [
        *(_("Name"), _("E-mail address"), _("Position"), _("Organization"), _("Country or area"), _("Language")),
        *(_("What you need to take part"), _("State"), _("Registered at")),
        *(f"{session.number}. {session}" for session in sessions),
    ]
    lines = []
    for row in rows:
        attended = {one.session_id: one.get_state_display() for one in row.attendances.all()}
        lines.append(
            [
                *(row.name, row.email, row.position_title, str(row.organisation or row.organisation_name)),
                *(row.country.display_name if row.country else "", row.get_language_display(), row.requirements),
                *(row.get_state_display(), f"{timezone.localtime(row.registered_at):%Y-%m-%d %H:%M}"),
                *(attended.get(session.pk, "") for session in sessions),
            ]
        )
    return header, lines


def changes(rows):
    """Return (header, lines) of intended changes (load with ``for_desk``) with the newest answer."""
    header = [
        *(_("Event"), _("Local government"), _("What will change"), _("Language"), _("How far it is")),
        *(_("Inspired by"), _("Became"), _("Public"), _("Stated at"), _("Newest answer"), _("Answered at")),
    ]
    lines = []
    for row in rows:
        answers = [one for one in row.follow_ups.all() if one.answered_at]
        newest = max(answers, key=lambda one: one.answered_at, default=None)
        lines.append(
            [
                *(str(row.event), str(row.lrg), row.what, row.get_language_display(), row.get_state_display()),
                *(row.inspired_by.reference if row.inspired_by else "", row.became.reference if row.became else ""),
                *(_("yes") if row.is_public else _("no"), f"{row.stated_at:%Y-%m-%d}"),
                *(newest.answer if newest else "", f"{newest.answered_at:%Y-%m-%d}" if newest else ""),
            ]
        )
    return header, lines


def as_csv(header, lines):
    """Return a CSV file, marked as UTF-8 for spreadsheets; no cell is run as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([safe(cell) for cell in header])
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(header, lines):
    """Return a workbook; every cell is a text, whatever it begins with."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, line in enumerate([header, *lines]):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, clean(str(cell))[:32_000], None if number else bold)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


FORMATS = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, _WORKBOOK)}


def download(table, name, format):
    """Answer ``table`` (header, lines) as a file in ``format``, one of ``FORMATS``."""
    write, content_type = FORMATS[format]
    response = HttpResponse(write(*table), content_type=content_type)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
