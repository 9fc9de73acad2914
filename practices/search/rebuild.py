"""Making texts, index and lexicon anew while the portal serves: readers see the old index until the new one is whole.

Every step is a short transaction that locks the actions it reads, so that no update made meanwhile is lost; a run that
was interrupted is taken up where it stopped.
"""

from django.db import transaction
from django.utils import timezone

from ..models import Lexeme, Practice, SearchRebuild, SearchText
from . import changes, lexicon, query, store
from .texts import texts

#: Actions read in one transaction, and texts put into the index in one.
BATCH = 100
INDEX_BATCH = 500
#: What rooms above make anew as well, once the actions are done; their words are in the lexicon, too.
ALSO = []


def run(*, restart=False, progress=lambda done, total: None):
    """Make everything anew; returns how many actions had other texts than they should have.

    ``progress`` is called with the steps done and all of them. With ``restart`` an unfinished run is not taken up.
    """
    if restart:
        SearchRebuild.objects.filter(finished_at=None).update(finished_at=timezone.now())
    current = SearchRebuild.objects.filter(finished_at=None).last() or SearchRebuild.objects.create()
    is_whole = not current.reached
    newest_word = Lexeme.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    store.engine().prepare()
    total = Practice.objects.published().count()
    total += SearchText.objects.count() or total
    done, changed, used = Practice.objects.published().filter(pk__lte=current.reached).count(), 0, set()
    for keys in _batches(Practice.objects.published(), BATCH, after=current.reached):
        changed += _renew(keys, current, used)
        done += len(keys)
        progress(min(done, total), total)
    changed += _forget_hidden()
    for keys in _batches(SearchText.objects.all(), INDEX_BATCH):
        with transaction.atomic():
            store.engine().fill(keys[0], keys[-1] + 1)
        done += len(keys)
        progress(min(done, total), total)
    with transaction.atomic():
        store.engine().finish()
        changes.record_rebuild()  # the titles of the lists come from the texts
        current.finished_at = timezone.now()
        current.save()
    if is_whole:
        _forget_words(used, newest_word)
    for make_anew in ALSO:
        make_anew()
    progress(total, total)
    return changed


def check(*, progress=lambda done, total: None):
    """Return what differs between the record, the texts and the index, as sentences; empty when all is well."""
    problems, total, done = store.engine().problems(), Practice.objects.published().count(), 0
    missing = differing = 0
    for keys in _batches(Practice.objects.published(), BATCH):
        wanted, have = _wanted(keys), _stored(keys)
        missing += len(wanted.keys() - have.keys())
        differing += sum(have[key] != wanted[key].columns for key in wanted.keys() & have.keys())
        differing += len(have.keys() - wanted.keys())
        done += len(keys)
        progress(done, total)
    hidden = SearchText.objects.exclude(practice__in=Practice.objects.published()).count()
    counted = {"texts are missing": missing, "texts differ from the record": differing, "texts are not public": hidden}
    return problems + [f"{number:,} {what}" for what, number in counted.items() if number]


def _batches(rows, size, after=0):
    """Yield the primary keys of ``rows`` in order, in lists of ``size``; each list is read when it is needed."""
    while keys := list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]):
        yield keys
        after = keys[-1]


def _wanted(keys):
    return {store.key(text.practice, text.language): text for text in texts(keys)}


def _stored(keys):
    rows = SearchText.objects.filter(practice__in=keys).values("pk", "title", *store.COLUMNS)
    return {row.pop("pk"): row for row in rows}


@transaction.atomic
def _renew(keys, current, used):
    """Write the texts of those actions of ``keys`` that have others; returns how many, adds their words to ``used``."""
    list(Practice.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
    wanted, have = _wanted(keys), _stored(keys)
    stale = {key // store.SPREAD for key in wanted.keys() ^ have.keys()}
    stale |= {text.practice for key, text in wanted.items() if have.get(key) != text.columns}
    store.write(sorted(stale), [text for text in wanted.values() if text.practice in stale])
    lexicon.learn(wanted.values())
    used.update(key[:4] for key in lexicon.rows(wanted.values()))
    current.reached = keys[-1]
    current.save()
    return len(stale)


def _forget_hidden():
    """Take out the texts of actions that are not published; returns of how many."""
    rows = SearchText.objects.exclude(practice__in=Practice.objects.published())
    number = 0
    for keys in _batches(rows, BATCH):
        with transaction.atomic():
            practices = {key // store.SPREAD for key in keys}
            hidden = Practice.objects.select_for_update().filter(pk__in=practices).exclude(status="published")
            hidden = list(hidden.values_list("pk", flat=True))
            store.write(hidden, [])
            number += len(hidden)
    return number


def _forget_words(used, newest):
    """Take out words that were known before the run and stand in no text any more."""
    gone = [
        row
        for row in Lexeme.objects.filter(pk__lte=newest).iterator()
        if (row.language, row.word, row.stem, row.is_title) not in used
    ]
    for start in range(0, len(gone), INDEX_BATCH):
        with transaction.atomic():
            changes.hold()  # a text that was written meanwhile is seen, one that comes learns its words again
            unheld = [row.pk for row in gone[start : start + INDEX_BATCH] if not query.is_held(row)]
            Lexeme.objects.filter(pk__in=unheld).delete()
