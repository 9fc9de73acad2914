"""Countries, regions and sections: what is loaded, and what is refused."""

import json
import shutil

import pytest
from django.conf import settings
from django.utils import translation

from portal.directory.loading import load
from portal.directory.models import Country, Organisation, Region, Section, SectionCountry
from portal.shared.fixtures import FixtureError, Loader

pytestmark = pytest.mark.django_db

REFERENCE = settings.BASE_DIR / "fixtures" / "directory"


@pytest.fixture
def empty(db):
    """No countries, regions or sections."""
    Region.objects.update(parent=None)
    for model in (SectionCountry, Organisation, Country, Section, Region):
        model.objects.all().delete()


def test_everything_is_there():
    assert (Country.objects.count(), Region.objects.count(), Section.objects.count()) == (248, 29, 9)
    assert SectionCountry.objects.count() == 196
    assert SectionCountry.objects.filter(is_verified=True).values("country").distinct().count() == 58
    assert not Country.objects.filter(code__in=["TW", "XK"]).exists()


def test_turkiye_belongs_to_two_sections():
    turkiye = Country.objects.get(code="TR")
    assert {section.code for section in turkiye.sections.all()} == {"mewa", "europe"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("KE", ("Kenya", "Kenia", "Kenya")),
        ("TR", ("Türkiye", "Turquía", "Turquie")),
        ("PS", ("State of Palestine", "Estado de Palestina", "État de Palestine")),
        ("FR", ("France", "Francia", "France")),
        ("BA", ("Bosnia and Herzegovina", "Bosnia y Herzegovina", "Bosnie-Herzégovine")),
    ],
)
def test_names_shown_are_of_one_language(code, names):
    country = Country.objects.get(code=code)
    for language, name in zip(("en", "es", "fr"), names, strict=True):
        with translation.override(language):
            assert country.display_name == name
            assert Country.objects.with_display_name().get(code=code).shown_name == name


def test_one_everyday_name_does_not_leak_into_another_language():
    country = Country(code="KE", name_en="Kenya", name_es="Kenya", everyday_name_es="Kenia")
    with translation.override("en"):
        assert country.display_name == "Kenya"


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    loader = Loader()
    with django_assert_max_num_queries(12):
        load(REFERENCE, loader)
    assert not loader.report.created.total()
    assert not loader.report.differing
    assert loader.report.unchanged["country"] == 248


def test_what_people_changed_is_kept_and_reported():
    Country.objects.filter(code="FR").update(everyday_name_fr="La France")
    Country.objects.get(code="TR").sections.remove(Section.objects.get(code="europe"))
    loader = Loader()
    load(REFERENCE, loader)
    assert Country.objects.get(code="FR").everyday_name_fr == "La France"
    assert {(kind, code) for kind, code, _columns in loader.report.differing} == {
        ("country", "FR"),
        ("sectioncountry", "TR"),
    }
    load(REFERENCE, Loader(overwrite=True))
    assert not Country.objects.get(code="FR").everyday_name_fr
    assert Country.objects.get(code="TR").sections.count() == 2


def _edit(file, row_code, /, **values):
    def change(rows):
        next(row for row in rows if row.get("code", row.get("country")) == row_code).update(values)

    return file, change


REFUSED = [
    (*_edit("regions.json", "015", parent="999"), "015"),
    (*_edit("regions.json", "002", level="continent"), "002"),
    (*_edit("regions.json", "002", parent="015"), "002"),
    (*_edit("sections.json", "mewa", name={"en": "Africa", "es": "África"}), "mewa"),
    (*_edit("sections.json", "mewa", kind="planetary"), "mewa"),
    (*_edit("countries.json", "FR", code="fr"), "fr"),
    (*_edit("countries.json", "FR", code="DE"), "DE"),
    (*_edit("countries.json", "FR", alpha3="DEU"), "DEU"),
    (*_edit("countries.json", "FR", region="998"), "FR"),
    (*_edit("countries.json", "FR", everyday_name={"es": "La Francia"}), "FR"),
    (*_edit("countries.json", "FR", name=dict.fromkeys(("en", "es", "fr"), "F" * 101)), "FR"),
    (*_edit("countries.json", "FR", m49=250), "FR"),
    (*_edit("countries.json", "FR", capital="Paris"), "FR"),
    (*_edit("section-countries.json", "FR", section="mars"), "mars-FR"),
    (*_edit("section-countries.json", "FR", country="AD2"), "europe-AD2"),
    ("section-countries.json", lambda rows: rows.append(rows[0]), "mewa-AE"),
    ("countries.json", lambda rows: rows[0].pop("m49"), "AD"),
]


@pytest.mark.parametrize(("file", "change", "code"), REFUSED)
def test_a_wrong_fixture_is_refused_whole(empty, tmp_path, file, change, code):
    shutil.copytree(REFERENCE, tmp_path, dirs_exist_ok=True)
    rows = json.loads((tmp_path / file).read_text(encoding="utf-8"))
    change(rows)
    (tmp_path / file).write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(FixtureError) as refusal:
        load(tmp_path, Loader())
    assert str(refusal.value).startswith(f"{file}: {code}: ")
    assert not Region.objects.exists()


def test_a_first_load_creates_everything(empty):
    loader = Loader()
    load(REFERENCE, loader)
    assert loader.report.created == {"country": 248, "region": 29, "section": 9, "sectioncountry": 196}


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FixtureError, match=r"regions\.json: -: cannot be read"):
        load(tmp_path, Loader())
