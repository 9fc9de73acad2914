"""What the portal reads from its environment is written down, with its default."""

import ast
import re

from django.conf import settings

READERS = {"env", "env.str", "env.bool", "env.int", "env.list", "env.db", "env.cache", "env.email_url"}


def read_by_settings():
    """Return variable → default as `.env.example` writes it, from the calls in the settings modules."""
    found = {}
    for module in (settings.BASE_DIR / "portal" / "settings").glob("*.py"):
        if module.name == "production.py":
            continue  # reads DEBUG only to refuse it
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
                (default,) = (keyword.value for keyword in node.keywords if keyword.arg == "default")
                found[node.args[0].value] = written(default)
    return found


def written(default):
    """Return a default as text; paths in the checkout are written from its top."""
    source = ast.unparse(default)
    if "VAR_DIR" in source:
        prefix = "sqlite:///" if "sqlite" in source else ""
        return prefix + "var/" + re.search(r"VAR_DIR / '([^']+)'", source)[1]
    value = ast.literal_eval(default)
    return "" if value == [] else str(value)


def test_example_lists_every_variable_with_its_default():
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    listed = dict(line[1:].split("=", 1) for line in lines if re.match(r"#[A-Z_]+=", line))
    assert listed == read_by_settings()


def test_example_changes_nothing_when_it_is_copied():
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
