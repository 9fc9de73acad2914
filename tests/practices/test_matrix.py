"""The matrix of two columns of the index, against pairs counted one by one."""

import pytest
from pyroaring import BitMap

from practices.search.bitmaps import index
from tests.factories.practices import published, town


@pytest.fixture
def made(db):
    """Three actions in two sections, and one without."""
    africa, both = town(sections=["africa"]), town(country="TR", sections=["mewa", "metropolis"])
    return [
        published(lead_lrg=africa.slug, tags=["gcm-7", "sdg-10-7"]),
        published(lead_lrg=both.slug, tags=["gcm-7", "gcm-15", "sdg-11"]),
        published(lead_lrg=town(country="FR").slug, tags=["gcm-15", "sdg-11"]),
    ]


def test_pairs_are_counted_and_empty_ones_left_out(made):
    index.refresh()
    table = index.matrix("objective", "section", index.published)
    assert table["gcm-7"] == {"africa": 1, "mewa": 1, "metropolis": 1}
    assert table["gcm-15"] == {"mewa": 1, "metropolis": 1}
    assert table["sdg-10"] == {"africa": 1}, "a target counts for its goal"
    assert "gcm-23" not in table


def test_only_the_actions_asked_for_are_counted(made):
    index.refresh()
    table = index.matrix("objective", "section", BitMap([made[0].pk]))
    assert table["gcm-7"] == {"africa": 1}
    assert "gcm-15" not in table
