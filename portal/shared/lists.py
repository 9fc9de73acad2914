"""What the components of a list show: choices in force and numbered pages."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from . import languages, querystring

CHECKED, DISABLED = " checked", " disabled"


def state(is_chosen, count):
    """Return the attribute of a choice: what is chosen stays so, what counts nothing cannot be chosen."""
    return CHECKED if is_chosen else "" if count else DISABLED


def chips(filters, params):
    """The choices in force, each with the address that drops it."""
    shown = []
    for name, values in filters.chosen.items():
        field = filters.form.fields[name]
        labels, is_list = dict(getattr(field, "choices", [])), hasattr(field, "choices")
        for value in values:
            label = languages.labelled(field.label, labels.get(value, value))
            shown.append(
                {
                    "label": label,
                    "remove_label": _("Remove %(filter)s") % {"filter": label},
                    "url": querystring.without(params, name, str(value) if is_list else None),
                }
            )
    return shown


def facet_groups(filters, *, sparse=("country",), closed=()):
    """The filters of a list (``CountedFilterSet``) for components/filter_form.html.

    Values that count nothing and were not chosen are left out of the long lists ``sparse`` and disabled elsewhere; the
    groups ``closed`` stay folded until something in them is chosen.
    """
    groups = []
    for name, facet in filters.facets.items():
        chosen, numbers = filters.form.cleaned_data.get(name, []), filters.counts(name)
        options = [
            {
                "value": value,
                "label": label,
                "count": numbers.get(value, 0),
                "state": state(value in chosen, numbers.get(value)),
            }
            for value, label in facet.field.choices
            if name not in sparse or value in chosen or value in numbers
        ]
        if any(option["state"] != DISABLED for option in options):
            groups.append(
                {
                    "name": name,
                    "label": facet.label,
                    "is_open": name not in closed or bool(chosen),
                    "is_long": len(options) > 10,
                    "selected_count": len(chosen),
                    "options": options,
                }
            )
    return groups


def pagination(page, params):
    """Links to the pages around the present one, with gaps."""
    label, address = _("Page %(number)s"), querystring.replaced(params, "page", "")
    return {
        "page": page,
        "page_links": [
            {
                "number": number,
                "label": label % {"number": number_format(number) if number > 999 else number},
                "url": f"{address}{number}",
                "is_current": number == page.number,
            }
            if isinstance(number, int)
            else {"is_gap": True}
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "previous_url": f"{address}{page.number - 1}" if page.has_previous() else "",
        "next_url": f"{address}{page.number + 1}" if page.has_next() else "",
    }
