"""Prints how well the search answers the judged queries (tests/relevance), and where it fails."""

from django.core.management.base import BaseCommand, CommandError

from compacts.models import Agenda
from tests.relevance import measure  # the judgements live with the tests; this command is a developer's tool


class Command(BaseCommand):
    """Enters demo and judged texts, asks every query, and takes everything back."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare how many of the worst queries are shown."""
        parser.add_argument("--worst", type=int, default=8, help="how many of the worst queries per language (8)")

    def handle(self, *args, worst, **options):
        """Print one line per language, then its worst queries with what was missed and what stood in the way."""
        if not Agenda.objects.exists():
            raise CommandError("There is no reference data: run manage.py setup_portal first.")
        groups = measure.by_language(measure.measure())
        self.stdout.write(f"language  queries  recall@{measure.FIRST}  nDCG@{measure.FIRST}")
        for language, (recall, ndcg, answers) in groups.items():
            self.stdout.write(f"{language:<8}  {len(answers):>7}  {recall:>9.3f}  {ndcg:>7.3f}")
        for language, (_recall, _ndcg, answers) in groups.items():
            self.stdout.write(f"\n{language}, the worst:")
            for answer in [answer for answer in answers if answer.ndcg < 1][:worst]:
                self._show(answer)

    def _show(self, answer):
        wanted = answer.query.expected
        first = [f"{key} ({wanted[key]})" if key in wanted else key for key in answer.hits[:5]]
        self.stdout.write(f"  {answer.ndcg:.2f}  {answer.recall:.2f}  {answer.query.q}")
        self.stdout.write(f"        first:  {', '.join(first) or 'nothing'}")
        if answer.missed:
            self.stdout.write(f"        missed: {', '.join(answer.missed)}")
