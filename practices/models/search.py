"""What the search knows: the analysed texts of published actions, the words in them, the runs of a rebuild.

All of it is derived from the record and can be made anew by ``manage.py rebuild_search``.
"""

from django.db import models

from .practice import Practice


class SearchText(models.Model):
    """The analysed public texts of an action in one language; rows exist for published actions only.

    Every column but ``title`` holds terms (``search.analysis``), a space before and after each. The primary key is
    made of action and language (``search.store``), so that a hit needs no second look-up.
    """

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=2)
    title = models.TextField()  # folded words as they stand, for sorting
    heading = models.TextField(default="")
    names = models.TextField(default="")
    tags = models.TextField(default="")
    summary = models.TextField(default="")
    body = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "language"], name="search_text_once"),
        ]

    def __str__(self):
        return f"{self.practice_id} {self.language}"


class Lexeme(models.Model):
    """A word seen in the texts of one language and the stem it was given.

    Serves words typed without accents, beginnings of words, "did you mean" and completion. Words are only added, so
    that two publications never wait for each other; a whole rebuild takes out those that are no longer used.
    """

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=40, db_index=True)  # folded
    stem = models.CharField(max_length=40)
    written = models.CharField(max_length=40)  # in lower case, with its accents
    is_title = models.BooleanField(default=False)  # seen in a title

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "word", "stem", "is_title"], name="lexeme_once"),
        ]

    def __str__(self):
        return f"{self.language}: {self.written}"


class SearchRebuild(models.Model):
    """A run of ``rebuild_search`` and how far it came; an unfinished one is taken up again."""

    started_at = models.DateTimeField(auto_now_add=True)
    reached = models.PositiveBigIntegerField(default=0)  # the last action done, by primary key
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M} → {self.reached}"
