"""Files that other files speak of: vendored copies, the map in the README, the notices."""

import hashlib
import json
import re

from .sources import NOT_OURS, ROOT, files, name

MANIFEST = json.loads((ROOT / "static" / "vendor" / "manifest.json").read_text())["files"]


def test_vendored_files_are_those_of_the_manifest():
    """Nobody edits a vendored file by hand."""
    listed = {entry["file"]: entry["sha256"] for entry in MANIFEST}
    present = {
        name(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files("*", "static/vendor", "tests/browser/vendor")
        if path.name != "manifest.json"
    }
    assert present == listed


def test_notices_name_every_vendored_package_with_version_and_licence():
    notices = (ROOT / "THIRD_PARTY.md").read_text()
    rows = {f"| {entry['name']} | {entry['version']} | {entry['licence']} |" for entry in MANIFEST}
    assert [row for row in sorted(rows) if row not in notices] == []


def test_readme_maps_every_folder():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - NOT_OURS
    mapped = set(re.findall(r"^\| `([\w.]+)/` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert folders - mapped == set()


def test_documents_link_to_files_that_exist():
    broken = []
    for document in (*ROOT.glob("*.md"), *files("*.md", "docs", "fixtures")):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{name(document)}: {target}")
    assert broken == []
