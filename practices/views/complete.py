"""What the search box offers while somebody types."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from portal.shared import languages

from .. import search


@require_safe
def complete(request):
    """Whole searches that the typed text may become: words of titles and names of LRGs, the likeliest first."""
    completions = search.complete(request.GET.get("q", ""), language=languages.current())
    return JsonResponse({"completions": completions}, json_dumps_params={"ensure_ascii": False})
