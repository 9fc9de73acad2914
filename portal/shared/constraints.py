"""Check constraints of wide records, asked about in one query."""

from django.core.exceptions import ValidationError
from django.db import router
from django.db.models import BooleanField, CheckConstraint, Q
from django.db.models.functions import Coalesce


class CheckedAtOnce:
    """A model that asks the database once whether all its check constraints hold.

    Django asks about each by itself and names every column of the record each time; here that happens only when one
    does not hold, to find out which.
    """

    def validate_constraints(self, exclude=None):
        """Raise ValidationError by field, as Django does, unless everything holds."""
        using = router.db_for_write(type(self), instance=self)
        checks = [item for item in self._meta.constraints if isinstance(item, CheckConstraint)]
        try:
            for constraint in self._meta.constraints:
                if constraint not in checks:
                    constraint.validate(type(self), self, exclude=exclude, using=using)
            if self._holds(checks, exclude, using):
                return
        except ValidationError:
            pass
        super().validate_constraints(exclude)

    def _holds(self, checks, exclude, using):
        values = self._get_field_expression_map(meta=self._meta, exclude=exclude)
        wanted, columns = Q(), set()
        for constraint in checks:
            named = constraint.condition.referenced_base_fields
            if named <= values.keys():  # a constraint on an excluded field is not asked about
                wanted &= Q(Coalesce(constraint.condition, True, output_field=BooleanField()))
                columns |= named
        return not wanted or wanted.check({name: values[name] for name in columns}, using=using)
