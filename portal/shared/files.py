"""Files that people gave: sent after the question who may have them, and never straight from the disk."""

from django.http import FileResponse, Http404

#: A picture is shown in the page; anything else is only saved.
_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


def send(file, media_type, *, is_public, name=""):
    """Answer with ``file``: to be saved as ``name``, or shown where no name is given; 404 when it is lost."""
    try:
        answer = FileResponse(file.open("rb"), as_attachment=bool(name), filename=name, content_type=media_type)
    except FileNotFoundError:
        raise Http404 from None
    answer["Cache-Control"] = "public, max-age=300" if is_public else "private, no-store"
    for header, value in _SAFE.items():
        answer[header] = value
    return answer
