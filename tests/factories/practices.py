"""Local actions for tests, written as the actions that people use leave them (tests/practices/test_factories.py)."""

import itertools

import factory
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from portal.directory.models import Country, Organisation, Section
from practices import actions, models, record, search
from practices.enums import Status, TextState
from practices.search import changes

from .accounts import UserFactory
from .directory import LRGFactory

_number = itertools.count(1)

#: Texts that every complete record has; each names itself, so that a page can be asked for it.
TEXTS = ("summary", "context", "activities", "results", "lessons")
#: The tags of a complete record unless a test asks for others.
TAGS = ("gcm-15", "sdg-10-7")


def town(*, country="KE", sections=(), **fields):
    """A municipality in a real country; ``sections`` are codes of UCLG sections."""
    return LRGFactory(
        country=Country.objects.get(code=country),
        in_sections=[Section.objects.get(code=code) for code in sections],
        **fields,
    )


class PracticeFactory(factory.django.DjangoModelFactory):
    """A draft with a title in English, as ``create_draft`` leaves it, but without its history."""

    class Meta:
        model = models.Practice
        skip_postgeneration_save = True

    lead_lrg = factory.LazyFunction(town)
    original_language = "en"
    title_en = factory.Sequence(lambda number: f"Draft {number}")
    created_by = factory.SubFactory(UserFactory, editor=True)

    @factory.post_generation
    def state(practice, create, extracted, **options):  # noqa: N805 - factory-boy passes the practice
        """Say that the original texts are a draft."""
        if create:
            practice.language_states.create(language=practice.original_language, state=TextState.DRAFT)


def contact(**changes):
    """A contact as plain data; private unless told."""
    return {"name": "Contact Person", "email": "contact@town.example", **changes}


def complete(*, language="en", title="Action", tags=TAGS, themes=("housing",), population=("migrants",), **data):
    """Return the plain data of a record that has everything a submission needs."""
    texts = {name: {language: f"The {name} of {title}."} for name in TEXTS}
    return {
        **texts,
        "title": {language: title},
        "starts_on": "2020-01-01",
        "implementation_status": "ongoing",
        "tags": [{"objective": code} if isinstance(code, str) else code for code in tags],
        "themes": list(themes),
        "population": list(population),
        "contacts": [contact()],
        **data,
    }


def draft(*, by=None, **options):
    """Return a draft that has everything a submission needs; ``options`` as in ``write``."""
    return write(Status.DRAFT, by=by or UserFactory(editor=True), **options)


def submitted(*, by=None, **options):
    """Return an action in the secretariat's queue."""
    return write(Status.SUBMITTED, by=by or UserFactory(editor=True), **options)


def published(*, by=None, publisher=None, **options):
    """Return a public action: ``by`` wrote and submitted it, ``publisher`` published it."""
    by = by or UserFactory(editor=True)
    return write(Status.PUBLISHED, by=by, publisher=publisher or UserFactory(editor=True), **options)


def archived(*, reason="No longer in use.", **options):
    """Bring an action to the public and out of it again."""
    practice = published(**options)
    return actions.archive(practice=practice, by=practice.created_by, reason=reason)


@transaction.atomic
def write(
    status,
    *,
    by,
    publisher=None,
    lead_lrg=None,
    language="en",
    title=None,
    states=None,
    consent=True,
    evidence_level="self-reported",
    **data,
):
    """Write an action as the actions leave it (``walk``), without going their way, and without telling anybody.

    ``states`` says in what state the texts of the other languages are, ``data`` changes what a complete record has.
    """
    lead_lrg = lead_lrg or town()
    if isinstance(lead_lrg, str):
        lead_lrg = Organisation.objects.get(slug=lead_lrg)
    title = title or f"Action {next(_number)}"
    now, is_public = timezone.now(), status == Status.PUBLISHED
    practice = models.Practice(
        lead_lrg=lead_lrg,
        original_language=language,
        title=title,
        created_by=by,
        updated_by=by,
        latitude=lead_lrg.latitude,
        longitude=lead_lrg.longitude,
        status=status,
        revision=1,
    )
    if consent:
        practice.consented_at, practice.consented_by, practice.is_data_protection_confirmed = now, by, True
    if status != Status.DRAFT:
        practice.submitted_at = now
    if is_public:
        practice.published_at = practice.confirmed_at = now
        practice.next_update_due = (now + actions.UPDATE_INTERVAL).date()
        practice.evidence_level, practice.version = evidence_level, 1
        practice.code, practice.slug = next_code(now.year), slugify(title)[:80].strip("-") or "published"
    given = complete(language=language, title=title, **data)
    if lead_lrg.country_id:
        given.setdefault("countries", [lead_lrg.country.code])
    record.fill(practice, given)
    states = {language: TextState.HUMAN if is_public else TextState.DRAFT, **(states or {})}
    models.LanguageState.objects.bulk_create(
        models.LanguageState(practice=practice, language=code, state=state, source_version=practice.version)
        for code, state in states.items()
    )
    steps = [("create", "", by), ("submit", Status.DRAFT, by), ("publish", Status.SUBMITTED, publisher)]
    reached = [Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED]
    models.HistoryEntry.objects.bulk_create(
        models.HistoryEntry(practice=practice, transition=name, from_status=before, to_status=after, by=person)
        for (name, before, person), after in zip(steps, reached[: reached.index(status) + 1], strict=False)
    )
    practice = models.Practice.objects.get(pk=practice.pk)  # with nothing kept in it
    if status != Status.DRAFT:
        practice.submissions.create(number=1, content=record.content(practice), submitted_by=by)
    if is_public:
        practice.versions.create(number=1, content=record.dump(practice), published_at=now, published_by=publisher)
        search.index(practice)
        changes.record(practice)
    return practice


def next_code(year):
    """Return the next public code of a year."""
    counter, _created = models.CodeCounter.objects.get_or_create(year=year)
    counter.last += 1
    counter.save()
    return f"LA-{year}-{counter.last:04d}"


def walk(*, by=None, publisher=None, lead_lrg=None, language="en", title="Action", states=None, **data):
    """Bring an action from draft to public through the actions that people use."""
    by, publisher = by or UserFactory(editor=True), publisher or UserFactory(editor=True)
    lead_lrg = lead_lrg or town()
    practice = actions.create_draft(by=by, lead_lrg=lead_lrg, original_language=language, title=title)
    practice = actions.update(practice=practice, by=by, data=complete(language=language, title=title, **data))
    for other, state in (states or {}).items():
        actions.set_language_state(practice=practice, by=by, language=other, state=state)
    practice = actions.submit(practice=actions.give_consent(practice=practice, by=by), by=by)
    return actions.publish(practice=practice, by=publisher, evidence_level="self-reported")


class PublishedPracticeFactory(factory.Factory):
    """``published`` as a factory, for ``create_batch``."""

    class Meta:
        model = models.Practice

    @classmethod
    def _create(cls, model_class, *args, **options):
        return published(**options)
