"""No template lies unused, every component can be seen in the gallery, and the CSP has nothing to refuse."""

import re
from pathlib import Path

import pytest
from django.template.utils import get_app_template_dirs

from .sources import ROOMS, files, templates

#: Shown by status number (``portal.views``).
BY_STATUS = {"csrf.html", "400.html", "403.html", "404.html", "405.html", "409.html", "429.html", "500.html"}
GALLERY = "components/gallery.html"

#: What the Content-Security-Policy refuses, and what a browser would ask of another host.
REFUSED = {
    "inline script": r"<script(?![^>]*\b(src|type=\"application/))",
    "inline style": r"<style\b|\sstyle=",
    "inline handler": r"\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"']",
    "javascript address": r"javascript:",
    "file of another host": r"<(script|img|link|source|iframe)\b[^>]*\b(src|href)=[\"'](https?:)?//",
}


def named_in(text):
    """Return the templates that ``text`` names."""
    return {template for template in templates() if re.search(rf"[\"'/]{re.escape(template)}[\"']|^{template}$", text)}


def replaces_a_package(name):
    """Whether a package has a template of the same name, which ours stands in for."""
    return any((Path(folder) / name).exists() for folder in get_app_template_dirs("templates"))


def test_every_template_is_used():
    code = "\n".join(path.read_text() for path in files("*.py", *ROOMS))
    used = named_in(code) | BY_STATUS | {name for name in templates() if replaces_a_package(name)}
    for template, text in templates().items():
        used |= named_in(text) - {template}
    assert set(templates()) - used == set()


def test_every_component_is_in_the_gallery():
    texts, seen, waiting = templates(), set(), {GALLERY}
    while waiting:
        template = waiting.pop()
        seen.add(template)
        waiting |= named_in(texts[template]) - seen
    assert {template for template in texts if template.startswith("components/")} - seen == set()


@pytest.mark.parametrize("problem", REFUSED)
def test_templates_hold_nothing_that_the_browser_refuses(problem):
    found = [
        f"{template}: {match[0].strip()}"
        for template, text in templates().items()
        for match in re.finditer(REFUSED[problem], text)
    ]
    assert found == []


def test_a_colon_after_a_label_is_that_of_the_language():
    """French has a space before it: ``{% colon %}``; what is translated as a whole holds its own."""
    ours = re.compile(r"{% (blocktranslate|comment).*?{% end\1 %}", re.DOTALL)
    found = [
        f"{template}: {match[0]}"
        for template, text in templates().items()
        for match in re.finditer(r"[%}]}(</[a-z]+>)?: (?!\")", ours.sub("", text))
    ]
    assert found == []


def test_a_form_that_is_included_alone_gets_its_token():
    """``only`` keeps the token of the page out as well; a form without it cannot be sent."""
    sources = templates()
    with_form = {name for name, text in sources.items() if "{% csrf_token %}" in text}
    for template, text in sources.items():
        for tag in re.findall(r"{% include [^%]*\bonly %}", text):
            if any(f'"{name}"' in tag for name in with_form):
                assert "csrf_token=csrf_token" in tag, f"{template}: {tag}"
