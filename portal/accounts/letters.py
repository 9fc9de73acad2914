"""The texts of the portal's mails: a file per kind and language, which administrators may reword in the admin.

A text is written once. Its first line is the subject; the HTML form is made from the plain one, so that the two never
differ and nothing typed by anybody becomes markup. "Label: address" alone on a line becomes a link.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from post_office.models import EmailTemplate

from portal.shared import languages
from portal.shared.text import clean, one_line


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of news; ``is_needed`` news reach people who want no mail, because their account depends on them."""

    code: str
    is_needed: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        # To the officers of an action
        Kind("submitted"),
        Kind("claimed"),
        Kind("changes_requested"),
        Kind("published"),
        Kind("declined"),
        Kind("archived"),
        Kind("restored"),
        Kind("merged"),
        Kind("reminder_draft"),
        Kind("confirm_current"),
        Kind("mentioned"),
        # To reviewers and the secretariat
        Kind("waits_for_review"),
        Kind("assigned"),
        Kind("answered"),
        Kind("recommended"),
        Kind("withdrawn"),
        Kind("reminder_review"),
        Kind("mandate_requested"),
        # About the account
        Kind("mandate_confirmed", is_needed=True),
        Kind("mandate_ended", is_needed=True),
        Kind("handed_over", is_needed=True),
        # To people who register for an event, with an account or without
        Kind("registered", is_needed=True),
        Kind("registered_already", is_needed=True),
        Kind("registration_cancelled", is_needed=True),
        Kind("event_changed", is_needed=True),
        Kind("event_cancelled", is_needed=True),
        # To the officers of an LRG that took part in an event
        Kind("ask_change"),
        Kind("ask_progress"),
        # The mail that gathers the others
        Kind("digest"),
    )
}
#: The lines under every mail.
FOOT = "foot"
TEXTS = (*KINDS, FOOT)

#: What a text may name in double braces; what the sender does not give is empty. Names in ``_url`` are addresses.
PLACEHOLDERS = (
    *("name", "site_name", "url", "edit_url", "unsubscribe_url", "secretariat_email"),
    *("title", "lrg", "reference", "reason", "by", "date", "into", "count", "lines"),
    *("event", "place", "own_page_url"),  # of events
)
MAX_SUBJECT = 200

#: Stands around the name of a placeholder that does not exist; cleaned text never holds it.
_MARK = "\0"
#: No folders, no tag libraries: a text can name what it is given, and nothing else of the portal.
_ENGINE = Engine(libraries={}, string_if_invalid=f"{_MARK}%s{_MARK}")
_NOTHING_LEFT = "the subject or the text is empty"
_BLANK_LINES = re.compile(r"\n\s*\n")
_LINK_LINE = re.compile(r"(?:- )?(?P<label>.*?)\s?[:：]\s(?P<address>\S+)")


class BrokenText(Exception):  # noqa: N818 - what it says
    """An edited text that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its placeholders."""

    subject: str
    body: str
    html: str = ""  # only where an administrator wrote a form of its own


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its envelope; ``problem`` says why an edited text was not used."""

    subject: str
    text: str
    html: str
    problem: str = ""


@cache
def written(code, language):
    """Return the wording of the portal's own file."""
    path = settings.BASE_DIR / "fixtures" / "mail" / f"{code}.{language}.txt"
    subject, _blank, body = path.read_text(encoding="utf-8").partition("\n")
    return Wording(subject.strip(), body.strip())


def edited(*codes):
    """Return (code, language) → wording as the administrators keep it, in one query."""
    names = {row_name(code, language): (code, language) for code in codes for language in languages.CODES}
    rows = EmailTemplate.objects.filter(name__in=names)
    return {names[row.name]: Wording(row.subject, row.content, row.html_content) for row in rows}


def row_name(code, language):
    """Return how the row of a text is called in the admin."""
    return f"{code}.{language}"


def load(loader):
    """Enter the files for editing (``portal.shared.fixtures.Loader``): what people changed is kept and reported."""
    rows = {}
    for code in TEXTS:
        for language in languages.CODES:
            text = written(code, language)
            values = {"language": language, "subject": text.subject, "content": text.body}
            rows[row_name(code, language)] = values
    loader.put_all(EmailTemplate, rows, key="name")


def subject(code, language, context):
    """Return the subject of a kind as the portal words it."""
    return _one_line(_fill(written(code, language).subject, _complete(context)))


def write(code, language, context, *, wordings=None):
    """Return the letter of kind ``code``; ``wordings`` (of ``edited``) go before the files.

    A broken wording never costs the mail: the file's text takes its place and the letter says so.
    """
    wordings, context = wordings or {}, _complete(context)
    problems = []

    def attempt(part, make):
        own = wordings.get((part, language))
        if own:
            try:
                return make(own)
            except BrokenText as problem:
                problems.append(languages.labelled(row_name(part, language), problem))
        return make(written(part, language))

    def compose(wording):
        text = _BLANK_LINES.sub("\n\n", _fill(wording.body, context)).strip()
        if not wording.subject.strip() or not text:
            raise BrokenText(_NOTHING_LEFT)
        html = (
            _fill(wording.html, context, is_html=True) if wording.html.strip() else as_html(text, _addresses(context))
        )
        return _one_line(_fill(wording.subject, context)), text, html

    heading, text, html = attempt(code, compose)
    foot = attempt(FOOT, lambda wording: _BLANK_LINES.sub("\n\n", _fill(wording.body, context)).strip())
    frame = {
        "subject": heading,
        "language": language,
        "site_name": settings.SITE_NAME,
        "text": text,
        "foot": foot,
        "html": mark_safe(html),
        "foot_html": as_html(foot, _addresses(context)),
    }
    return Letter(
        heading,
        render_to_string("emails/letter.txt", frame).strip() + "\n",
        render_to_string("emails/letter.html", frame).strip() + "\n",
        "; ".join(problems),
    )


def problem_of(wording):
    """Return why ``wording`` could not be sent, or the empty string."""
    context = _complete(dict.fromkeys(PLACEHOLDERS, "…"))
    try:
        parts = [_fill(wording.subject, context), _fill(wording.body, context), _fill(wording.html, context)]
    except BrokenText as problem:
        return str(problem)
    return "" if parts[0].strip() and parts[1].strip() else _NOTHING_LEFT


def as_html(text, addresses):
    """Return plain ``text`` as paragraphs, lists and links; only ``addresses`` of the portal become links."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [_line(line.strip(), addresses) for line in block.splitlines()]
        if all(line.startswith("- ") for line in block.splitlines()):
            blocks.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines))))
        else:
            blocks.append(format_html("<p>{}</p>", mark_safe("<br>\n".join(lines))))
    return mark_safe("\n".join(blocks))


def _line(line, addresses):
    link = _LINK_LINE.fullmatch(line)
    if link and link["address"] in addresses:
        return format_html('<a href="{}">{}</a>', link["address"], link["label"])
    if line in addresses:
        return format_html('<a href="{}">{}</a>', line, line)
    return escape(line.removeprefix("- "))


def _addresses(context):
    return {*context.get("addresses", ()), *(value for name, value in context.items() if name.endswith("url"))} - {""}


def _complete(context):
    """Return ``context`` with every placeholder, its texts cleaned of what a mail must not hold."""
    given = {name: clean(value) if isinstance(value, str) else value for name, value in context.items()}
    return {**dict.fromkeys(PLACEHOLDERS, ""), "site_name": settings.SITE_NAME, **given}


def _fill(source, context, *, is_html=False):
    """Return ``source`` with its placeholders filled in; raises BrokenText for anything that goes wrong in it."""
    try:
        text = _ENGINE.from_string(source).render(Context(context, autoescape=is_html))
    except Exception as error:  # whatever an edited text does: division by zero, a missing tag, a wrong filter
        raise BrokenText(f"{type(error).__name__}: {error}") from error
    if _MARK in text:
        raise BrokenText(f"there is no placeholder {text.split(_MARK)[1]}")
    return text


def _one_line(text):
    return one_line(text)[:MAX_SUBJECT]
