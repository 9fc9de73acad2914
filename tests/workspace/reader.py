"""Reads a form from a page as a browser would send it."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, wanted):
        super().__init__()
        self.wanted, self.inside, self.skipped = wanted, False, 0
        self.values, self.area, self.select, self.last = [], None, None, {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "template":
            self.skipped += 1
        if tag == "form":
            self.inside = self.wanted in attrs
        if not self.inside or self.skipped:
            return
        name = attrs.get("name")
        if tag == "input" and name:
            if attrs.get("type") in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.values.append((name, attrs.get("value") or "on"))
            elif attrs.get("type") != "file":
                self.values.append((name, attrs.get("value") or ""))
        elif tag == "textarea" and name:
            self.area = [name, ""]
        elif tag == "select" and name:
            self.select = [name, None]
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in attrs):
            self.select[1] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "template":
            self.skipped -= 1
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.area:
            self.values.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        if tag == "select" and self.select:
            self.values.append((self.select[0], self.select[1] or ""))
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.area[1] += data


def values_of(response, wanted="data-autosave"):
    """Return {name: [values]} of the form that has the attribute ``wanted``."""
    reader = _Reader(wanted)
    reader.feed(response.content.decode())
    found = {}
    for name, value in reader.values:
        found.setdefault(name, []).append(value)
    return found
