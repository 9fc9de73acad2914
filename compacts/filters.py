"""What the API can be asked about agendas and objectives; a value that does not exist is refused with its field."""

import django_filters
from drf_spectacular.utils import extend_schema_field

from .models import Agenda, Linkage, Objective


def _codes(model):
    """Return the codes of ``model`` as choices, read when a value has to be checked."""
    return lambda: [(code, code) for code in model.objects.order_by().values_list("code", flat=True)]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class CodesFilter(django_filters.MultipleChoiceFilter):
    """One or more codes of ``model``, joined by OR."""

    def __init__(self, model, **options):
        super().__init__(**{"choices": _codes(model), "distinct": False, **options})


class ObjectiveFilter(django_filters.FilterSet):
    """``agenda=gcm&level=principle``, ``parent=sdg-10``."""

    agenda = CodesFilter(Agenda, field_name="agenda__code")
    level = django_filters.MultipleChoiceFilter(choices=Objective.Level.choices, distinct=False)
    parent = CodesFilter(Objective, field_name="parent__code")

    class Meta:
        model = Objective
        fields = []


class LinkageFilter(django_filters.FilterSet):
    """``from_objective=gcm-1``, ``to_objective=sdg-17-18``."""

    from_objective = CodesFilter(Objective, field_name="from_objective__code")
    to_objective = CodesFilter(Objective, field_name="to_objective__code")

    class Meta:
        model = Linkage
        fields = []
