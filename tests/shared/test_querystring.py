"""Addresses that differ in one parameter."""

from urllib.parse import parse_qsl

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from portal.shared import querystring

PARAMS = QueryDict("gcm=7&gcm=15&q=carte+locale&page=3&empty=")
names = st.sampled_from(["gcm", "q", "page", "theme", "é"])
#: What a browser can send: any text but lone surrogates, which an address cannot hold.
values = st.text(min_size=1)
pairs = st.lists(st.tuples(names, values), max_size=6)


def querydict(items):
    params = QueryDict(mutable=True)
    for name, value in items:
        params.appendlist(name, value)
    return params


def read(address):
    return parse_qsl(address.removeprefix("?"), keep_blank_values=True)


def test_without_drops_a_parameter_or_one_value_and_goes_to_the_first_page():
    assert querystring.without(PARAMS, "gcm") == "?q=carte+locale"
    assert querystring.without(PARAMS, "gcm", "7") == "?gcm=15&q=carte+locale"
    assert querystring.without(PARAMS, "gcm", "99") == "?gcm=7&gcm=15&q=carte+locale"
    assert querystring.without(PARAMS, "theme") == "?gcm=7&gcm=15&q=carte+locale"


def test_replaced_sets_one_value():
    assert querystring.replaced(PARAMS, "page", 4) == "?gcm=7&gcm=15&q=carte+locale&page=4"
    assert querystring.replaced(PARAMS, "gcm", 1) == "?q=carte+locale&page=3&gcm=1"


def test_renamed_joins_the_values_of_two_names():
    assert querystring.renamed(PARAMS, "lang", "q") is PARAMS
    joined = querystring.renamed(QueryDict("lang=fr&language=en&lang=es&page=2"), "lang", "language")
    assert joined == QueryDict("language=en&language=fr&language=es&page=2")


def test_an_empty_query_string_is_an_address():
    assert querystring.build([]) == "?"
    assert querystring.without(QueryDict("gcm=7"), "gcm") == "?"


def test_lone_surrogates_are_left_out():
    assert querystring.pairs(querydict([("q", "a\ud800b")])) == [("q", "ab")]


def test_a_name_that_a_list_does_not_know_is_named_and_what_others_hang_on_is_not():
    silent = "q=a&page=2&page_size=5&sort=x&format=csv&utm_source=x&fbclid=x&gclid=x&msclkid=x&_ga=x&mc_eid=x&empty=&=x"
    assert querystring.ignored(QueryDict(silent), {"q"}) == []
    assert querystring.ignored(QueryDict(f"{silent}&contry=TR&contry=FR"), {"q"}) == [
        "“contry” is not a filter of this list: it was ignored."
    ]


def test_many_long_and_unreadable_names_are_said_in_few_words():
    params = querydict([(f"{number}\ud800\x00\n\u202e{'x' * 500}", "1") for number in range(100)])
    notices = querystring.ignored(params, set())
    assert len(notices) == querystring.MOST_IGNORED
    assert all(len(notice) < 100 and notice.isprintable() for notice in notices)


@given(items=pairs, name=names)
def test_without_keeps_all_the_others_in_order(items, name):
    left = read(querystring.without(querydict(items), name))
    grouped = querystring.pairs(querydict(items))
    assert left == [(key, value) for key, value in grouped if key not in (name, "page")]


@given(items=pairs, name=names, value=values)
def test_replaced_leaves_exactly_one_value(items, name, value):
    left = read(querystring.replaced(querydict(items), name, value))
    assert [item for key, item in left if key == name] == [value]
    assert sorted(item for item in left if item[0] != name) == sorted(item for item in items if item[0] != name)


@given(items=pairs)
def test_what_is_built_is_read_back(items):
    assert read(querystring.build(items)) == items
