"""Language of API answers."""

from django.utils import translation

from . import languages


class ApiLanguage:
    """The API answers in the first ``lang`` of the query string; otherwise LocaleMiddleware's choice stands.

    For actions ``lang`` also means "text available in", as on the pages.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Activate the asked language before the view runs."""
        if request.path_info.startswith("/api/"):
            asked = [code for code in request.GET.getlist("lang") if code in languages.CODES]
            if asked:
                translation.activate(asked[0])
                request.LANGUAGE_CODE = asked[0]
        return self.get_response(request)
