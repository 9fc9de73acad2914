"""Events in calendars and feed readers."""

import datetime
import re

import pytest
from icalendar import Calendar

from events import actions
from portal.accounts import outbox
from tests.factories.events import event, published_event, published_series

pytestmark = pytest.mark.django_db


def calendar(client, address="/en/events/calendar.ics"):
    """The calendar at an address, as a program reads it."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def entries(found):
    return {str(entry["summary"]): entry for entry in found.walk("VEVENT")}


def test_hours_stand_in_their_zone_and_the_rules_of_the_zone_beside_them(client):
    record = published_event(
        title="Session", starts_on="2026-07-16", starts_time="15:00", ends_time="17:30", time_zone="America/Bogota"
    )
    found = calendar(client, f"/en/events/{record.slug}/calendar.ics")
    entry = entries(found)["Session"]
    assert entry["dtstart"].dt.astimezone(datetime.UTC).isoformat() == "2026-07-16T20:00:00+00:00"
    assert (entry["dtend"].dt - entry["dtstart"].dt) == datetime.timedelta(hours=2.5)
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["America/Bogota"]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Apia"])
@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2026-03-29", "9999-12-31"])
def test_no_day_and_no_zone_breaks_the_calendar(client, day, zone):
    published_event(title="Odd", starts_on=day, starts_time="02:30", ends_time="03:30", time_zone=zone)
    published_event(title="Whole", starts_on=day)
    assert {*entries(calendar(client))} == {"Odd", "Whole"}


def test_days_without_hours_are_whole_days_and_end_the_day_after(client):
    published_event(title="One", starts_on="2020-04-16")
    published_event(title="Three", starts_on="2022-04-11", ends_on="2022-04-13")
    found = entries(calendar(client))
    assert (found["One"]["dtstart"].dt, found["One"]["dtend"].dt) == (
        datetime.date(2020, 4, 16),
        datetime.date(2020, 4, 17),
    )
    assert found["Three"]["dtend"].dt == datetime.date(2022, 4, 14)


def test_what_has_no_day_is_left_out_and_the_calendar_says_so(client):
    partial = published_event(title="June", starts_on="2019-06-01", starts_precision="month")
    published_event(title="Unknown", starts_on=None, dates_as_written="11–13 April")
    published_event(title="Known")
    found = calendar(client)
    assert {*entries(found)} == {"Known"}
    said = "The calendar leaves out 2 events whose day is not known."
    assert str(found["description"]) == said
    page = client.get("/en/events/").content.decode()
    assert said in page
    assert 'href="webcal://testserver/en/events/calendar.ics"' in page
    assert said not in client.get("/en/events/?q=known").content.decode()
    assert client.get(f"/en/events/{partial.slug}/calendar.ics").status_code == 404


def test_an_entry_is_known_again_and_says_how_far_the_event_is(client, editor):
    record = published_event(title="Plan", holding="planned", by=editor)
    before = entries(calendar(client))["Plan"]
    actions.update(entry=record, by=editor, data={"holding": "cancelled", "starts_on": "2021-01-01"})
    after = entries(calendar(client, "/fr/events/calendar.ics"))["Plan"]
    assert (before["status"], after["status"]) == ("TENTATIVE", "CANCELLED")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_words_cannot_break_out_of_their_line(client):
    text = "A; b, c \\ d\nBEGIN:VEVENT\r\nSUMMARY:no"
    published_event(title="Semi; colon, comma", summary={"en": text}, venue={"en": "Hall 1; left"})
    found = entries(calendar(client))
    assert [*found] == ["Semi; colon, comma"]
    assert "BEGIN:VEVENT" in str(found["Semi; colon, comma"]["description"])
    raw = client.get("/en/events/calendar.ics").content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_calendars_follow_the_filters_the_series_and_the_language(client):
    published_series(slug="spring", title={"en": "Spring", "es": "Primavera"}, states={"es": "human"})
    published_event(title={"en": "In it", "es": "Dentro"}, states={"es": "human"}, series="spring", kind="course")
    published_event(title="Out of it")
    assert {*entries(calendar(client, "/es/events/calendar.ics?kind=course"))} == {"Dentro"}
    found = calendar(client, "/es/events/series/spring/calendar.ics")
    assert {*entries(found)} == {"Dentro"}
    assert str(found["name"]) == "Primavera"


def test_the_feed_tells_what_was_published_last(client):
    for title in ("First", "Second"):
        published_event(title=title, kind="course", summary={"en": f"About {title}"})
    published_event(title="Other")
    event(title="Draft", kind="course")
    answer = client.get("/en/events/feed/?kind=course&sort=oldest&page=7")
    text = answer.content.decode()
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert re.findall("<entry><title>([^<]*)", text) == ["Second", "First"]
    assert "16 April 2020. About First" in text
    ids = re.findall("<id>(urn:uuid:[^<]*)", text)
    assert ids == re.findall("<id>(urn:uuid:[^<]*)", client.get("/fr/events/feed/?kind=course").content.decode())


def test_a_long_summary_does_not_burst_the_mail_that_takes_the_calendar_along(client):
    record = published_event(starts_on="2022-04-11", summary={"en": "word " * 15_000})
    found = client.get(f"/en/events/{record.slug}/calendar.ics").content
    assert len(found) < outbox.MOST_ATTACHED
    assert record.get_absolute_url().encode() in found.replace(b"\r\n ", b"")
