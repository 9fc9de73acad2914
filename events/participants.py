"""A list of participants from a table (CSV or XLSX): read without trusting it, matched row by row, shown before use."""

import csv
import io
import re
import zipfile
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.shared import languages
from portal.shared.text import clean, fold

from .enums import DelegationRole, ParticipationRole
from .forms.names import body_named
from .models import Person, Registration

#: Rows, bytes and letters of one cell that a list may have.
MOST_ROWS, MOST_BYTES, MOST_LETTERS = 2000, 5 * 2**20, 300
#: Bytes that the parts of a workbook may have once they are unpacked.
MOST_UNPACKED = 60 * 2**20
SPEAKERS, LOCAL_GOVERNMENTS, REGISTRATIONS = "speakers", "delegations", "registrations"

#: Column → how its heading may be written, folded, in three languages.
HEADINGS = {
    "name": ("name", "full name", "participant", "nombre", "nombre completo", "nom", "nom complet", "nom et prenom"),
    "position": ("position", "job title", "title", "function", "cargo", "puesto", "funcion", "fonction", "poste"),
    "organisation": (
        *("organisation", "organization", "institution", "local government", "city", "municipality", "lrg"),
        *("organizacion", "institucion", "gobierno local", "ciudad", "municipio", "entidad"),
        *("collectivite", "collectivite territoriale", "ville", "commune", "organisme"),
    ),
    "role": ("role", "rol", "papel"),
    "session": ("session", "session number", "sesion", "numero de sesion", "numero de session"),
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "correo", "correo electronico", "courriel"),
    "language": ("language", "idioma", "lengua", "langue"),
    "consent": ("consent", "agreed", "consentimiento", "acepta", "consentement", "accord"),
}
#: What each use of a list needs.
NEEDED = {
    SPEAKERS: ("name",),
    LOCAL_GOVERNMENTS: ("organisation",),
    REGISTRATIONS: ("name", "email", "consent"),
}
YES = {"yes", "y", "true", "1", "x", "si", "s", "oui", "o", "vrai", "verdadero"}
#: A cell that begins so is read as a formula by spreadsheets.
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass
class Line:
    """One row of the list: what it says, what it was matched with, what is wrong with it."""

    number: int
    cells: dict
    person: str = ""  # code of a known person
    organisation: str = ""  # code of a known body
    shown: str = ""
    role: str = ""
    session: int | None = None
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def is_new(self):
        """Whether the import enters a person who was not known."""
        return self.is_good and bool(self.role) and bool(self.cells["name"]) and not self.person

    @property
    def role_label(self):
        """What the person or body does, in words."""
        return next(
            (kind(self.role).label for kind in (ParticipationRole, DelegationRole) if self.role in kind.values), ""
        )

    @property
    def is_good(self):
        """Whether the row can be imported."""
        return not self.problems


@dataclass
class Sheet:
    """A list as it was read: its columns, its rows, remarks about the file as a whole."""

    columns: list
    rows: list  # of {column: text}
    notes: list = field(default_factory=list)

    def packed(self):
        """Return what goes from the preview to the import."""
        return asdict(self)


def read(upload):
    """Return the ``Sheet`` of an upload. Raises ValidationError that says what is wrong with the file."""
    if not upload.size:
        raise ValidationError(_("The file is empty."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is too large: at most %(number)d MB.") % {"number": MOST_BYTES // 2**20})
    upload.seek(0)
    content = upload.read()
    if content.startswith(b"PK\x03\x04"):
        table, notes = _workbook(content), []
    elif content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise ValidationError(_("This is not a CSV or XLSX file: save the table as one of them."))
    else:
        table, notes = _text(content)
    return _sheet(table, notes)


def _text(content):
    """Return the rows of a CSV file, whatever its encoding and separator, and what was assumed."""
    text, encoding = _decoded(content)
    sample = text[:4000]
    separator = max(",;\t|", key=lambda sign: sample.splitlines()[0].count(sign) if sample.strip() else 0)
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(
            _("The file is not in UTF-8 and was read as %(encoding)s: check accents.") % {"encoding": encoding}
        )
    try:
        rows = []
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            rows.append(row)
            if len(rows) > MOST_ROWS + 2:
                break
        total = len(rows) if len(rows) <= MOST_ROWS + 1 else text.count("\n")
    except csv.Error as error:
        raise ValidationError(_("The file cannot be read as a table.")) from error
    _require_few(total - 1)
    return rows, notes


def _decoded(content):
    """Return (text, name of the encoding that fits)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        guesses = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        guesses = ["utf-8-sig"]
    elif content[:200].count(b"\0") > 20:
        guesses = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        guesses = ["utf-8", "cp1252", "latin-1"]
    for encoding in guesses:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The file cannot be read as text: save it as CSV in UTF-8, or as XLSX."))


def _workbook(content):
    """Return the rows of the first sheet of a workbook; formulas stay as they are written and are never worked out."""
    from openpyxl import load_workbook  # noqa: PLC0415 — heavy, and needed by this page alone
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("The file is too large: at most %(number)d rows.") % {"number": MOST_ROWS})
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False).worksheets[0]
        rows = []
        for row in sheet.iter_rows(values_only=True, max_col=40):
            rows.append(["" if value is None else _plain(value) for value in row])
            if len(rows) > MOST_ROWS + 1:
                break
        filled = sum(any(cell.strip() for cell in row) for row in rows)
        _require_few(max(filled, sheet.max_row or 0 if filled > MOST_ROWS else 0) - 1)
    except ValidationError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise ValidationError(_("The file is damaged, or no XLSX file: save the table again.")) from error
    return rows


def _plain(value):
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _require_few(number):
    if number > MOST_ROWS:
        text = _("The list has %(number)d rows; at most %(most)d are imported at once. Divide it, or leave out rows.")
        raise ValidationError(text % {"number": number, "most": MOST_ROWS})


def _sheet(table, notes):
    """Return the sheet of a table whose first filled row names the columns."""
    table = [[clean(str(cell)).strip() for cell in row] for row in table]
    table = [row for row in table if any(row)]
    if not table:
        raise ValidationError(_("The file is empty."))
    headings = [_column(cell) for cell in table[0]]
    columns = [name for name in headings if name]
    if not columns:
        text = _("The first row must name the columns. Known are: %(names)s.")
        raise ValidationError(text % {"names": ", ".join(names[0] for names in HEADINGS.values())})
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise ValidationError(_("Two columns mean the same: %(names)s.") % {"names": ", ".join(twice)})
    if unknown := [cell for cell, name in zip(table[0], headings, strict=True) if cell and not name]:
        notes = [*notes, _("These columns are left out: %(names)s.") % {"names": ", ".join(unknown)[:300]}]
    rows = [{name: cell for name, cell in zip(headings, row, strict=False) if name} for row in table[1:]]
    return Sheet(columns, rows, notes)


def _column(heading):
    wanted = " ".join(fold(heading).replace("_", " ").split())
    return next((name for name, spellings in HEADINGS.items() if wanted in spellings), "")


# Matching -----------------------------------------------------------------------------------------


def matched(sheet, event, target):
    """Return a ``Line`` for each row, with what it was matched with and what is wrong; nothing is written.

    Raises ValidationError when a column is missing that ``target`` needs.
    """
    if lacking := [HEADINGS[name][0] for name in NEEDED[target] if name not in sheet.columns]:
        raise ValidationError(_("These columns are missing: %(names)s.") % {"names": ", ".join(lacking)})
    sessions = {*event.sessions.values_list("number", flat=True)}
    bodies, seen, there = {}, {}, _there(event, target)
    people = {fold(person.name): person.slug for person in Person.objects.all()} if target == SPEAKERS else {}
    lines = []
    for number, cells in enumerate(sheet.rows, start=2):
        line = Line(number, {name: " ".join(cells.get(name, "").split()) for name in HEADINGS})
        _check_cells(line, target)
        _match_body(line, bodies, target)
        _match_session(line, sessions)
        line.role = _role(line.cells["role"], target)
        if line.cells["role"] and not line.role:
            line.problems.append(_("“%(value)s” is not a role.") % {"value": line.cells["role"]})
        line.person = people.get(fold(line.cells["name"]), "")
        if target == REGISTRATIONS:
            _check_registration(line)
        key = _key(line, target)
        if key in seen:
            line.problems.append(_("The same as row %(number)d.") % {"number": seen[key]})
        elif key in there:
            line.problems.append(_("It is in the event already."))
        seen.setdefault(key, number)
        lines.append(line)
    return lines


def _check_cells(line, target):
    for name in NEEDED[target]:
        if name != "consent" and not line.cells[name]:
            line.problems.append(_("“%(column)s” is empty.") % {"column": HEADINGS[name][0]})
    for name, text in line.cells.items():
        if _FORMULA.match(text):
            line.problems.append(_("“%(column)s” holds a formula: %(text)s") % {"column": name, "text": text[:40]})
        if len(text) > (150 if name == "name" else MOST_LETTERS if name == "organisation" else 200):
            line.problems.append(_("“%(column)s” is too long.") % {"column": HEADINGS[name][0]})


def _match_body(line, bodies, target):
    """Look a body up by any of its names; one query for each spelling."""
    typed = line.cells["organisation"]
    if not typed or _FORMULA.match(typed):
        return
    kind = "lrgs" if target == LOCAL_GOVERNMENTS else "bodies"
    if fold(typed) not in bodies:
        bodies[fold(typed)] = body_named(typed, kind)
    body, near = bodies[fold(typed)]
    if body:
        line.organisation, line.shown = body.slug, str(body)
        return
    text = _("“%(name)s” is not known to the portal.") % {"name": typed}
    if near:
        text += " " + _("Did you mean: %(names)s?") % {"names": ", ".join(near)}
    (line.notes if target == REGISTRATIONS else line.problems).append(text)


def _match_session(line, sessions):
    typed = line.cells["session"]
    if not typed:
        return
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) in sessions:
        line.session = int(typed)
    else:
        line.problems.append(_("The event has no session “%(value)s”.") % {"value": typed})


def _role(typed, target):
    """Return the role that a word means, by its code or its label in any language; the usual one without a word."""
    roles = DelegationRole if target == LOCAL_GOVERNMENTS else ParticipationRole
    if not typed:
        return (DelegationRole.PARTICIPANT if target == LOCAL_GOVERNMENTS else ParticipationRole.SPEAKER).value
    wanted = fold(typed)
    for role in roles:
        labels = {fold(role.value)}
        for code in languages.CODES:
            with override(code):
                labels.add(fold(str(role.label)))
        if wanted in labels:
            return role.value
    return ""


def _check_registration(line):
    try:
        validate_email(line.cells["email"])
    except ValidationError:
        if line.cells["email"]:
            line.problems.append(_("“%(value)s” is not an e-mail address.") % {"value": line.cells["email"]})
    if fold(line.cells["consent"]) not in YES:
        line.problems.append(_("Without consent nobody is registered."))


def _key(line, target):
    """What two rows have in common that are the same."""
    if target == REGISTRATIONS:
        return fold(line.cells["email"])
    if target == LOCAL_GOVERNMENTS:
        return line.organisation or fold(line.cells["organisation"])
    return fold(line.cells["name"]), line.role, line.session


def _there(event, target):
    """Return the keys of what the event has already."""
    if target == REGISTRATIONS:
        return {
            fold(email) for email in Registration.objects.filter(event=event).standing().values_list("email", flat=True)
        }
    if target == LOCAL_GOVERNMENTS:
        return {*event.delegations.exclude(lrg=None).values_list("lrg__slug", flat=True)}
    rows = event.participations.select_related("person", "session")
    return {(fold(row.name), row.role, row.session and row.session.number) for row in rows}
