"""Paging of the API (apart from ``api.py``, which cannot load before it)."""

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

from . import querystring

#: How ``notices`` read in the schema.
NOTICES = {
    "type": "array",
    "items": {"type": "string"},
    "description": "What is to be said of the answer, as the page says it: a spelling that was corrected, words of "
    "which not all occur, a parameter that this list does not know. Empty when there is nothing.",
}


class Pagination(PageNumberPagination):
    """Pages of 20; ``page_size`` up to 100.

    A view that narrows its list keeps the ``filters`` it used, or names its ``parameters`` where it has none.
    """

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def paginate_queryset(self, queryset, request, view=None):
        """Remember the view: what is to be said of the rows is known once they are read."""
        self.view = view
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data):
        """Answer the rows with what is to be said of them."""
        if filters := getattr(self.view, "filters", None):
            notices = filters.notices
        else:
            notices = querystring.ignored(self.request.query_params, {"lang", *getattr(self.view, "parameters", ())})
        return Response(
            {
                "count": self.page.paginator.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "notices": notices,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema):
        """Describe the answer in the words of OpenAPI 3.1, which has no ``nullable``."""
        link = {"type": ["string", "null"], "format": "uri", "description": "Address of the page, if there is one."}
        properties = {"count": {"type": "integer"}, "next": link, "previous": link, "notices": NOTICES}
        return {"type": "object", "properties": properties | {"results": schema}, "required": [*properties, "results"]}
