"""The catalogues are whole: everything extracted, translated, with the same placeholders and every plural form."""

import re
import shutil
import subprocess
import sys
from functools import cache

import polib
import pytest

from portal.shared.languages import CODES

from .sources import ROOMS, ROOT

#: English is the language of the sources.
TRANSLATED = [code for code in CODES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")


@cache
def catalogue(language):
    """Return the catalogue of one language."""
    return polib.pofile((ROOT / "portal" / "locale" / language / "LC_MESSAGES" / "django.po").read_text())


def key(entry):
    """Return what identifies a message."""
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def forms(entry):
    """Return the translations of a message: one, or one per plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def parts(text):
    """Return the placeholders and tags of a text: the words around them are the translator's."""
    return {*PLACEHOLDER.findall(text), *TAG.findall(text)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_reviewed(language):
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert entries
    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    assert [entry.msgid for entry in entries if not all(forms(entry))] == []
    assert [entry.msgid for entry in catalogue(language).obsolete_entries()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_is_there(language):
    count = int(re.search(r"nplurals=(\d+)", catalogue(language).metadata["Plural-Forms"])[1])
    plural = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert [entry.msgid for entry in plural if sorted(entry.msgstr_plural) != list(range(count))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_and_tags_are_those_of_the_source(language):
    """The form for one may write the number out as a word."""
    wrong = []
    for entry in catalogue(language):
        allowed = [parts(entry.msgid_plural or entry.msgid)]
        for number, text in enumerate(forms(entry)):
            if parts(text) not in (allowed if number else [*allowed, parts(entry.msgid)]):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_edges_are_those_of_the_source(language):
    """A space or line end at the edge of a message joins it to its neighbour."""

    def edges(text):
        return text[:1].isspace(), text[-1:].isspace()

    assert [
        entry.msgid for entry in catalogue(language) for text in forms(entry) if edges(text) != edges(entry.msgid)
    ] == []


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """What a fresh extraction finds in a copy of the sources."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed: the catalogues are not compared with the sources")
    copy = tmp_path_factory.mktemp("sources")
    for folder in (*ROOMS, "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("locale", "node_modules", "*.pyc"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "portal" / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--no-location", "--no-wrap"]
    answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return {key(entry) for entry in polib.pofile(str(copy / "portal" / "locale" / "es" / "LC_MESSAGES" / "django.po"))}


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_holds_what_the_sources_say(language, extracted):
    held = {key(entry) for entry in catalogue(language)}
    assert extracted - held == set(), "run make messages and translate"
    assert held - extracted == set(), "no longer in the sources: run make messages"
