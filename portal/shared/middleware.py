"""Language of API answers; refusals as pages; the status of a form that was refused."""

from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils import translation

from . import languages
from .errors import NotAllowed, WrongState
from .forms import status_of
from .pages import way_back


class ApiLanguage:
    """The API answers in the first ``lang`` of the query string; otherwise LocaleMiddleware's choice stands.

    For actions and publications ``lang`` also means "text available in", as on the pages.
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


class Refusals:
    """Answers with the reason where an action was refused: 403 for "you may not", 409 for "not in this state".

    A browser that asks for the page of a button reads so instead of nothing (405).
    A page that shows a refused form again answers 422, also where a package's view forgets to.
    """

    STATUS = {NotAllowed: 403, WrongState: 409}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Let the view answer; an empty 405 becomes a page for those who read pages."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = render(request, "405.html", {"way_back": way_back(request)}, status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request, error):
        """Turn a refusal into a page, or JSON for the API."""
        status = self.STATUS.get(type(error))
        if status is None:
            return None
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": str(error.reason)}, status=status)
        return render(request, f"{status}.html", {"reason": error.reason}, status=status)

    def process_template_response(self, request, response):
        """Give the status to a page that was rendered with a refused form."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and hasattr(form, "is_bound"):
            response.status_code = status_of(form)
        return response
