"""What is written besides the reference data themselves."""

from django.db import transaction

from .models import Objective

#: The two ends of a row of ``Objective.covers``.
ENDS = ("from_objective_id", "to_objective_id")


@transaction.atomic
def cover():
    """Say of every objective which ones it covers: itself and all below it. Call it after a parent changed."""
    parents = dict(Objective.objects.order_by().values_list("pk", "parent"))
    wanted = set()
    for pk in parents:
        above = pk
        while above and (above, pk) not in wanted:
            wanted.add((above, pk))
            above = parents[above]
    through = Objective.covers.through
    present = {(one, other): row for row, one, other in through.objects.values_list("pk", *ENDS)}
    through.objects.filter(pk__in=[row for pair, row in present.items() if pair not in wanted]).delete()
    through.objects.bulk_create(through(**dict(zip(ENDS, pair, strict=True))) for pair in wanted - {*present})
