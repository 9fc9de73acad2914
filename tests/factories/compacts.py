"""Agendas, objectives and what belongs to them, for tests."""

import datetime

import factory

from compacts import models


class AgendaFactory(factory.django.DjangoModelFactory):
    """An agenda; the same ``code`` gives the same agenda."""

    class Meta:
        model = models.Agenda
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"agenda{number}")
    kind = models.Agenda.Kind.COMPACT
    title_en = factory.LazyAttribute(lambda agenda: f"Title of {agenda.code}")
    title_es = factory.LazyAttribute(lambda agenda: f"Título de {agenda.code}")
    title_fr = factory.LazyAttribute(lambda agenda: f"Titre de {agenda.code}")
    short_title_en = factory.LazyAttribute(lambda agenda: f"Short title of {agenda.code}")
    short_title_es = factory.LazyAttribute(lambda agenda: f"Título corto de {agenda.code}")
    short_title_fr = factory.LazyAttribute(lambda agenda: f"Titre court de {agenda.code}")


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """An objective of GCM unless said otherwise; it covers itself and is covered by its parents."""

    class Meta:
        model = models.Objective
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    agenda = factory.SubFactory(AgendaFactory, code="gcm")
    number = factory.Sequence(lambda number: str(100 + number))
    code = factory.LazyAttribute(lambda objective: f"{objective.agenda.code}-{objective.number.replace('.', '-')}")
    level = models.Objective.Level.OBJECTIVE
    title_en = factory.LazyAttribute(lambda objective: f"Title of {objective.code}")
    title_es = factory.LazyAttribute(lambda objective: f"Título de {objective.code}")
    title_fr = factory.LazyAttribute(lambda objective: f"Titre de {objective.code}")

    @factory.post_generation
    def covers(self, create, extracted, **options):
        """Enter the objective under itself and all above it."""
        above = self
        while create and above:
            above.covers.add(self)
            above = above.parent


class GoalFactory(ObjectiveFactory):
    """A goal of the 2030 Agenda."""

    agenda = factory.SubFactory(AgendaFactory, code="sdg", kind=models.Agenda.Kind.AGENDA)
    level = models.Objective.Level.GOAL
    colour = "#DD1367"


class TargetFactory(ObjectiveFactory):
    """A target; give it a ``parent`` and a ``number`` such as 10.7."""

    agenda = factory.SelfAttribute("parent.agenda")
    parent = factory.SubFactory(GoalFactory)
    level = models.Objective.Level.TARGET


class SourceFactory(factory.django.DjangoModelFactory):
    """A publication that states linkages."""

    class Meta:
        model = models.LinkageSource

    code = factory.Sequence(lambda number: f"source-{number}")
    citation_en = "Says so"
    citation_es = "Lo dice"
    citation_fr = "Le dit"


class LinkageFactory(factory.django.DjangoModelFactory):
    """A published linkage from one objective to another; ``suggested=True`` for one made by wording."""

    class Meta:
        model = models.Linkage

    class Params:
        suggested = factory.Trait(is_suggested=True, source=None)

    code = factory.Sequence(lambda number: f"linkage-{number}")
    from_objective = factory.SubFactory(ObjectiveFactory)
    to_objective = factory.SubFactory(GoalFactory)
    relation_en = "cites"
    relation_es = "cita"
    relation_fr = "cite"
    source = factory.SubFactory(SourceFactory)


class ThemeFactory(factory.django.DjangoModelFactory):
    """A subject of local work."""

    class Meta:
        model = models.Theme
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"theme-{number}")
    title_en = factory.LazyAttribute(lambda theme: f"Title of {theme.code}")
    title_es = factory.LazyAttribute(lambda theme: f"Título de {theme.code}")
    title_fr = factory.LazyAttribute(lambda theme: f"Titre de {theme.code}")


class ForumFactory(factory.django.DjangoModelFactory):
    """A review forum of one agenda."""

    class Meta:
        model = models.ReviewForum
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"forum-{number}")
    title_en = "Forum"
    title_es = "Foro"
    title_fr = "Forum"
    starts_on = datetime.date(2022, 5, 17)
    counts_from = datetime.date(2018, 12, 10)
    counts_to = datetime.date(2022, 5, 20)

    @factory.post_generation
    def agendas(self, create, extracted, **options):
        """Enter the agendas given, or the GCM."""
        if create:
            self.agendas.set(extracted or [AgendaFactory(code="gcm")])


class RoundTableFactory(factory.django.DjangoModelFactory):
    """A round table of a forum with one objective."""

    class Meta:
        model = models.RoundTable
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda table: f"{table.forum.code}-rt-{table.number}")

    @factory.post_generation
    def objectives(self, create, extracted, **options):
        """Enter the objectives given, or a new one."""
        if create:
            self.objectives.set(extracted or [ObjectiveFactory()])
