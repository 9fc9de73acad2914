"""Lists of participants: every sort of bad file is refused with its reason, nothing is half imported."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from events.models import Person, Registration
from tests.factories import events as make
from tests.factories.directory import LRGFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(editor):
    return make.published_event(by=editor, sessions=[{"number": 1, "title": {"en": "First"}}])


@pytest.fixture
def dedougou(db):
    """A town with an old spelling."""
    return LRGFactory(name_en="Dédougou", other_names=["Dedougoui"])


def url(event):
    return reverse("events:entry-participants", args=[event.pk])


def send(client, event, content, target="speakers", name="list.csv"):
    if isinstance(content, str):
        content = content.encode()
    return client.post(url(event), {"target": target, "file": SimpleUploadedFile(name, content)})


def confirm(client, event, preview):
    return client.post(url(event), {"sheet": preview.context["packed"]})


def book(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


GOOD = "name,position,organisation,role,session\nAna Silva,Mayor,Dedougoui,moderator,1\nBilal Ünal,,,,\n"


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.encode("cp1252"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode("utf-16-le"),
        GOOD.replace("name,position,organisation,role,session", "Nombre,Cargo,Municipio,Papel,Sesión").encode(),
        GOOD.replace("name,position,organisation,role,session", "Nom complet,Fonction,Ville,Rôle,Session").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "cp1252", "semicolons", "tabs", "es", "fr"],
)
def test_a_list_is_matched_shown_and_imported(desk, event, dedougou, content):
    preview = send(desk, event, content)
    assert preview.status_code == 200, preview.context["errors"]
    assert (preview.context["good"], preview.context["refused"], preview.context["new_people"]) == (2, 0, 2)
    assert event.participations.count() == Person.objects.count() == 0, "a preview writes nothing"
    assert confirm(desk, event, preview).status_code == 302
    ana, bilal = event.participations.all()
    assert (ana.person.name, ana.organisation, ana.role, ana.session.number) == ("Ana Silva", dedougou, "moderator", 1)
    assert (bilal.person.name, bilal.role, bilal.session) == ("Bilal Ünal", "speaker", None)


def test_another_encoding_is_said(desk, event):
    preview = send(desk, event, "name\nÜnal\n".encode("cp1252"))
    assert "cp1252" in preview.content.decode()


def test_a_workbook_is_read(desk, event, dedougou):
    preview = send(desk, event, book(["Name", "City", "Session"], ["Ana", "Dedougoui", 1]), name="list.xlsx")
    assert preview.context["good"] == 1
    confirm(desk, event, preview)
    assert event.participations.get().session.number == 1


def test_local_governments(desk, event, dedougou):
    preview = send(desk, event, "city;role\nDedougoui;host\nAtlantis;\n", target="delegations")
    assert (preview.context["good"], preview.context["refused"]) == (1, 1)
    assert "“Atlantis” is not known to the portal." in preview.content.decode()
    confirm(desk, event, preview)
    assert [(row.lrg, row.role) for row in event.delegations.all()] == [(dedougou, "host")]


def test_registrations_need_consent_and_are_private(desk, client, event):
    content = "name,email,consent\nAna Private,ana@town.example,yes\nBilal,bilal@town.example,\nCem,nonsense,yes\n"
    preview = send(desk, event, content, target="registrations")
    assert (preview.context["good"], preview.context["refused"]) == (1, 2)
    page = preview.content.decode()
    assert "Without consent nobody is registered." in page
    assert "“nonsense” is not an e-mail address." in page
    confirm(desk, event, preview)
    assert Registration.objects.get().email == "ana@town.example"
    assert not any("Ana" in str((line.note, line.changes)) for line in event.history.all())
    client.logout()
    for address in (event.get_absolute_url(), reverse("events:browse")):
        public = client.get(address).content.decode()
        assert "Ana Private" not in public
        assert "ana@town.example" not in public


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"first;second\nAna;Bilal\n", "The first row must name the columns."),
        (b"organisation\nICMPD\n", "These columns are missing: name."),
        (b"name,nombre\nAna,Bilal\n", "Two columns mean the same"),
        (b"%PDF-1.7 ...", "not a CSV or XLSX"),
        (b"\xd0\xcf\x11\xe0old office", "not a CSV or XLSX"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xfe\x00", "cannot be read as text"),
        (("name\n" + "Ana\n" * 20_000).encode(), "20000 rows; at most 2000"),
        (b"name\n" + b"A" * (5 * 2**20 + 1), "too large"),
    ],
    ids=["empty", "blank", "headings", "missing", "twice", "pdf", "xls", "zip", "half", "20000", "bytes"],
)
def test_a_bad_file_is_refused_with_its_reason(desk, event, content, words):
    answer = send(desk, event, content)
    assert answer.status_code == 422
    assert any(words in line["text"] for line in answer.context["errors"]), answer.context["errors"]


def test_a_long_workbook_is_refused(desk, event):
    answer = send(desk, event, book(["name"], *[[f"Person {n}"] for n in range(2500)]), name="list.xlsx")
    assert answer.status_code == 422
    assert "at most 2000" in answer.content.decode()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("=HYPERLINK(1),,,,", "holds a formula"),
        ("@SUM(A1),,,,", "holds a formula"),
        ("Ana,+1+1,,,", "holds a formula"),
        (",Mayor,,,", "is empty"),
        ("Ana,,Atlantis,,", "is not known to the portal"),
        ("Ana,,,queen,", "is not a role"),
        ("Ana,,,,9", "has no session"),
        ("Ana,,,,one", "has no session"),
        ("x" * 151 + ",,,,", "is too long"),
        ("Bilal Ünal,,,,", "The same as row"),
    ],
)
def test_a_bad_row_is_named_and_left_out(desk, event, row, words):
    preview = send(desk, event, f"name,position,organisation,role,session\nBilal Ünal,,,,\n{row}\n")
    assert (preview.context["good"], preview.context["refused"]) == (1, 1)
    assert words in preview.content.decode()
    confirm(desk, event, preview)
    assert [row.person.name for row in event.participations.all()] == ["Bilal Ünal"]


def test_a_formula_in_a_workbook_is_not_worked_out(desk, event):
    preview = send(desk, event, book(["name"], ["=1+1"]), name="list.xlsx")
    assert preview.context["refused"] == 1
    assert "=1+1" in preview.content.decode()


def test_nothing_is_imported_twice(desk, event):
    preview = send(desk, event, "name\nAna\n")
    confirm(desk, event, preview)
    again = confirm(desk, event, preview)
    assert again.status_code == 422
    assert event.participations.count() == 1


@pytest.mark.parametrize("sheet", ["", "nonsense", "a:b:c"])
def test_a_list_that_was_not_shown_is_not_imported(desk, event, sheet):
    assert desk.post(url(event), {"sheet": sheet}).status_code == 422


def test_the_list_of_one_event_is_not_that_of_another(desk, event, editor):
    preview = send(desk, event, "name\nAna\n")
    other = make.event(by=editor)
    assert confirm(desk, other, preview).status_code == 422
    assert other.participations.count() == 0
