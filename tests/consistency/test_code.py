"""The house rules that no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from modeltranslation.translator import translator

from .sources import ROOMS, ROOT, files, modules, name, strings, templates

#: The one module that may name language columns and translated fields in queries.
LANGUAGES = "portal/shared/languages.py"
#: Parts of an expression that read the original column of a translated field.
READ_ORIGINAL = {"F", "OuterRef", "Lower", "Upper", "Coalesce", "NullIf", "Concat", "SearchVector", "order_by"}


def places(found):
    """Return places as "file:line what", sorted."""
    return sorted(f"{name(path)}:{node.lineno} {ast.unparse(node)[:80]}" for path, node in found)


def test_rooms_import_downwards_only():
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_import_contract_knows_every_module_of_the_portal():
    """A new module of ``portal`` belongs to a layer; entry points import nothing of ours."""
    (contract,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = set(re.findall(r"portal\.(\w+)", " ".join(contract["layers"])))
    present = {
        path.stem for path in (ROOT / "portal").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert present - {"__init__", "apps", "wsgi", "formats"} == listed


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_status_changes_in_actions_only():
    """One door per change: assignments, ``setattr``, ``update`` and ``bulk_update`` of a status."""

    def changes_status(node):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
        if not isinstance(node, ast.Call):
            return False
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        words = {item.value for argument in node.args for item in ast.walk(argument) if isinstance(item, ast.Constant)}
        return (called in {"update", "update_or_create"} and "status" in {word.arg for word in node.keywords}) or (
            called in {"setattr", "bulk_update"} and "status" in words
        )

    found = [(path, node) for path, tree in modules() for node in ast.walk(tree) if changes_status(node)]
    assert places([(path, node) for path, node in found if "actions" not in (path.stem, path.parent.name)]) == []
    doors = {path.relative_to(ROOT).parts[0] for path, _node in found}
    assert doors == {"practices", "events"}, "the search finds the doors themselves"


def test_language_columns_are_named_by_the_helper_only():
    """Three languages, always three: nobody writes ``title_en`` by hand."""
    column = re.compile(r"\b[a-z][a-z_]*_(en|es|fr)\b")
    fields = {f"{field}_{code}" for model in translated() for field in model[1] for code in ("en", "es", "fr")}

    def is_column(text):
        return any(match[0].rsplit("__", 1)[-1] in fields for match in column.finditer(text))

    found = []
    for path, tree in modules():
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_column(node.attr)]
        nodes += [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and is_column(node.arg or "")]
        nodes += [node for node in strings(tree) if is_column(node.value)]
        found += [(path, node) for node in nodes if name(path) != LANGUAGES]
    assert places(found) == []
    assert [template for template, text in templates().items() if is_column(text)] == []


def translated():
    """Return (model, names of its translated fields)."""
    return [
        (model, set(translator.get_options_for_model(model).all_fields))
        for model in translator.get_registered_models(abstract=False)
    ]


def test_translated_fields_in_expressions_go_through_the_helper():
    """``F("title")`` reads a column that holds whatever language came first; ``localized`` reads the right one."""
    fields = set().union(*(names for _model, names in translated()))
    found = [
        (path, node)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in READ_ORIGINAL
        and any(
            isinstance(argument, ast.Constant)
            and isinstance(argument.value, str)
            and argument.value.lstrip("-").rsplit("__", 1)[-1] in fields
            for argument in node.args
        )
    ]
    assert places([item for item in found if name(item[0]) != LANGUAGES]) == []


def test_lists_are_not_ordered_by_translated_fields():
    wrong = [
        (model._meta.label, item)
        for model, names in translated()
        for item in model._meta.ordering
        if isinstance(item, str) and item.lstrip("-") in names
    ]
    assert wrong == []


def test_nothing_names_the_machine_it_was_written_on():
    # Written in pieces, so that this file does not find itself.
    machine = re.compile(
        "|".join(("/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/[a-z]", "/Us" + "ers/", r"\b10\.\d+\.\d+\.\d+\b"))
    )
    folders = [*ROOMS, "templates", "static", "tests", "docs", "bench", "fixtures", ".ci"]
    paths = [*files("*", *folders), *(path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".lock")]
    binary = {".woff2", ".png", ".mo", ".pyc", ".sqlite3"}
    found = [
        f"{name(path)}: {match[0]}"
        for path in paths
        if path.suffix not in binary and path.name != ".env"
        for match in machine.finditer(path.read_text(errors="replace"))
    ]
    assert found == []
