"""The files of the portal, as the consistency tests read them."""

import ast

from django.conf import settings

ROOT = settings.BASE_DIR
#: Rooms that hold the portal's own code; ``events`` joins when it is built.
ROOMS = [room for room in ("portal", "compacts", "practices", "events") if (ROOT / room).is_dir()]
#: What lies in a checkout without belonging to it.
NOT_OURS = {"__pycache__", "node_modules", "var", "dist", "build"}


def files(pattern, *folders):
    """Return the files below ``folders`` whose path matches ``pattern``."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob(pattern))]
    return [path for path in found if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts)]


def name(path):
    """Return a path as messages show it."""
    return path.relative_to(ROOT).as_posix()


def modules():
    """Yield (path, syntax tree) of the portal's modules; migrations are history and not judged."""
    for path in files("*.py", *ROOMS):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def strings(tree):
    """Yield the string nodes of a module that are not documentation."""
    written = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in written:
            yield node


def templates():
    """Return name → text of every template."""
    return {path.relative_to(ROOT / "templates").as_posix(): path.read_text() for path in files("*", "templates")}
