"""Prints how well the words of the published actions lead to the objectives that people tagged them with."""

from django.core.management.base import BaseCommand

from practices import suggestions
from practices.models import Practice

FIRST = 5


class Command(BaseCommand):
    """Proposes objectives to each published action as if it had no tags, and compares."""

    help = __doc__

    def handle(self, *args, **options):
        """Print one line per agenda: proposals that are right, tags that are found, and the chance of luck."""
        self.stdout.write(
            f"agenda  actions  precision@{FIRST}  best possible  recall@{FIRST}  first is right  by chance"
        )
        for agenda, line in measure(Practice.objects.published()).items():
            self.stdout.write(
                f"{agenda:<6}  {line['actions']:>7}  {line['precision']:>11.2f}  {line['possible']:>13.2f}"
                f"  {line['recall']:>8.2f}  {line['first']:>14.2f}  {line['chance']:>9.2f}"
            )


def measure(practices):
    """Return agenda → figures for ``practices``; each is judged without its own tags and what was learned from it."""
    sums = {agenda: {"actions": 0, "right": 0, "wanted": 0, "first": 0, "possible": 0} for agenda in suggestions.LEVELS}
    sizes = {}
    for practice in practices.prefetch_related("tags__objective__agenda"):
        tags = [tag.objective for tag in practice.tags.all()]
        vocabulary = suggestions.vocabulary_of(practice.original_language)
        scores, _reasons = suggestions.score(practice, vocabulary)
        for agenda, sum_ in sums.items():
            wanted = {vocabulary.above.get(row.pk, row.pk) for row in tags if row.agenda.code == agenda}
            wanted &= {*vocabulary.objectives}
            if not wanted:
                continue
            of_agenda = [pk for pk, row in vocabulary.objectives.items() if row.agenda.code == agenda]
            sizes[agenda] = len(of_agenda)
            ranked = sorted((pk for pk in of_agenda if scores[pk] >= suggestions.LEAST), key=lambda pk: -scores[pk])
            right = wanted & {*ranked[:FIRST]}
            sum_["actions"] += 1
            sum_["right"] += len(right)
            sum_["wanted"] += len(wanted)
            sum_["possible"] += min(len(wanted), FIRST)
            sum_["first"] += bool(ranked) and ranked[0] in wanted
    return {
        agenda: {
            "actions": sum_["actions"],
            "precision": sum_["right"] / (FIRST * sum_["actions"]),
            "possible": sum_["possible"] / (FIRST * sum_["actions"]),
            "recall": sum_["right"] / sum_["wanted"],
            "first": sum_["first"] / sum_["actions"],
            "chance": sum_["wanted"] / sum_["actions"] / sizes[agenda],
        }
        for agenda, sum_ in sums.items()
        if sum_["actions"]
    }
