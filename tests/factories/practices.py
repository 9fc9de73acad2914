"""Local actions for tests: drafts by factory, everything later through the actions that people use."""

import itertools

import factory

from portal.directory.models import Country, Organisation, Section
from practices import actions, models
from practices.enums import TextState

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


def draft(*, by=None, lead_lrg=None, language="en", title=None, states=None, consent=True, **data):
    """Start a draft through the actions and fill in everything that a submission needs (``data`` changes it).

    ``states`` says in what state the texts of the other languages are.
    """
    by = by or UserFactory(editor=True)
    lead_lrg = lead_lrg or town()
    if isinstance(lead_lrg, str):
        lead_lrg = Organisation.objects.get(slug=lead_lrg)
    title = title or f"Action {next(_number)}"
    practice = actions.create_draft(by=by, lead_lrg=lead_lrg, original_language=language, title=title)
    practice = actions.update(practice=practice, by=by, data=complete(language=language, title=title, **data))
    for other, state in (states or {}).items():
        actions.set_language_state(practice=practice, by=by, language=other, state=state)
    return actions.give_consent(practice=practice, by=by) if consent else practice


def submitted(*, by=None, **options):
    """Bring an action to the secretariat's queue."""
    by = by or UserFactory(editor=True)
    return actions.submit(practice=draft(by=by, **options), by=by)


def published(*, by=None, publisher=None, evidence_level="self-reported", **options):
    """Bring an action from draft to public: ``by`` writes and submits, ``publisher`` publishes."""
    practice = submitted(by=by, **options)
    return actions.publish(practice=practice, by=publisher or UserFactory(editor=True), evidence_level=evidence_level)


def archived(*, reason="No longer in use.", **options):
    """Bring an action to the public and out of it again."""
    practice = published(**options)
    return actions.archive(practice=practice, by=practice.created_by, reason=reason)


class PublishedPracticeFactory(factory.Factory):
    """``published`` as a factory, for ``create_batch``."""

    class Meta:
        model = models.Practice

    @classmethod
    def _create(cls, model_class, *args, **options):
        return published(**options)
