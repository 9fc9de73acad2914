"""A rebuild brings everything in step, loses nothing that happens meanwhile, and goes on after an interruption."""

import io

import pytest
from django.core.management import CommandError, call_command

from practices import actions, search
from practices.models import Lexeme, Practice, SearchRebuild, SearchText
from practices.search import changes, rebuild, store
from tests.factories.practices import archived, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(rebuild, "BATCH", 1)
    monkeypatch.setattr(rebuild, "INDEX_BATCH", 1)


@pytest.fixture
def rows(db):
    return [
        published(title=f"Zebra {name}", summary={"en": f"{name} summary"}) for name in ("ant", "bee", "cat", "dog")
    ]


def found(typed):
    return {*search.Search(typed, language="en").hits()}


def keys(rows):
    return {row.pk for row in rows}


def test_everything_is_brought_in_step(rows):
    hidden = archived(title="Zebra gone")
    SearchText.objects.filter(practice=rows[0]).delete()
    SearchText.objects.filter(practice=rows[1]).update(body=" enold ")
    SearchText.objects.create(pk=store.key(hidden.pk, "en"), practice=hidden, language="en", title="x", body=" enx ")
    with pytest.raises(CommandError) as error:
        call_command("rebuild_search", check=True, verbosity=0)
    for what in ("1 texts are missing", "1 texts differ", "1 texts are not public"):
        assert what in str(error.value)
    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", check=True, verbosity=0)
    assert found("zebra") == keys(rows)
    assert {*SearchText.objects.values_list("practice", flat=True)} == keys(rows)


def test_an_empty_portal_is_rebuilt(db):
    call_command("rebuild_search", verbosity=0)
    assert search.is_ready()


def test_readers_see_the_old_index_until_the_new_one_is_whole(rows):
    seen = []
    rebuild.run(
        progress=lambda done, total: seen.append((done, total, found("zebra") == keys(rows), search.is_ready()))
    )
    assert all(is_found and is_ready for _done, _total, is_found, is_ready in seen)
    assert [done for done, *_ in seen] == sorted(done for done, *_ in seen)
    assert seen[-1][0] == seen[-1][1]
    assert len(seen) >= 2 * len(rows)


@pytest.mark.parametrize("step", range(9))
def test_what_happens_during_a_rebuild_is_not_lost(rows, editor, step):
    """At each step: one action is published, one changed, one archived, before and behind the place of the rebuild."""
    happened = []

    def meanwhile(done, total):
        if done == step and not happened:
            happened.append(published(title="Zebra newest"))
            for row, word in ((rows[0], "giraffe"), (rows[3], "okapi")):
                Practice.objects.filter(pk=row.pk).update(summary_en=word)
                search.index(row)
            actions.archive(practice=rows[1], by=editor, reason="Over.")
            assert found("giraffe okapi zebra") | found("giraffe") >= {rows[0].pk}

    rebuild.run(progress=meanwhile)
    if step and not happened:
        pytest.fail("the step was never reached")
    expected = keys(rows) if not happened else {rows[0].pk, rows[2].pk, rows[3].pk, happened[0].pk}
    assert found("zebra") == expected
    if happened:
        assert found("giraffe") == {rows[0].pk}
        assert found("okapi") == {rows[3].pk}
    call_command("rebuild_search", check=True, verbosity=0)
    assert search.is_ready()


def test_an_interrupted_run_goes_on_where_it_stopped(rows, monkeypatch):
    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild.run(progress=stop)
    unfinished = SearchRebuild.objects.get(finished_at=None)
    assert unfinished.reached == rows[1].pk
    assert found("zebra") == keys(rows)
    renewed, renew = [], rebuild._renew
    monkeypatch.setattr(rebuild, "_renew", lambda keys, *rest: renewed.extend(keys) or renew(keys, *rest))
    rebuild.run()
    assert renewed == [rows[2].pk, rows[3].pk]
    assert not SearchRebuild.objects.filter(finished_at=None).exists()
    call_command("rebuild_search", check=True, verbosity=0)
    renewed.clear()
    with pytest.raises(KeyboardInterrupt):
        rebuild.run(progress=stop)
    renewed.clear()
    call_command("rebuild_search", restart=True, verbosity=0)
    assert renewed == sorted(keys(rows))


def test_the_command_says_that_it_can_go_on(rows, monkeypatch):
    def interrupt(**_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuild, "run", interrupt)
    with pytest.raises(CommandError, match="goes on"):
        call_command("rebuild_search", verbosity=0)


def test_the_command_shows_how_far_it_is(rows):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    call_command("rebuild_search", stdout=screen)
    assert "8 of 8" in screen.getvalue()
    assert "[########" in screen.getvalue()
    quiet = io.StringIO()
    call_command("rebuild_search", stdout=quiet)
    assert quiet.getvalue() == "The search index is new; the texts of 0 actions have changed.\n"


def test_words_that_stand_nowhere_any_more_are_forgotten(rows, editor):
    actions.archive(practice=rows[0], by=editor, reason="Over.")
    assert Lexeme.objects.filter(word="ant").exists()
    call_command("rebuild_search", verbosity=0)
    assert not Lexeme.objects.filter(word="ant").exists()
    assert Lexeme.objects.filter(word="bee", is_title=True).exists()


def test_lost_words_are_learnt_again(rows):
    before = Lexeme.objects.count()
    Lexeme.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert Lexeme.objects.count() == before


def test_every_worker_builds_its_bitmaps_anew(rows):
    before = changes.current()
    call_command("rebuild_search", verbosity=0)
    assert any(step.kind == step.Kind.REBUILD for step in changes.since(before))
