"""Files that people attach: their type by signature, their size, images encoded anew without metadata.

What a file is called or claims to be counts for nothing; stored names are generated.
"""

import io
import zipfile
from dataclasses import dataclass
from functools import partial

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from portal.shared.text import clean

#: Largest file in bytes, most files of a kind for one action.
MAX_BYTES, MAX_FILES = 10 * 2**20, 12
#: Largest picture in pixels: more would fill the memory when it is decoded.
MAX_PIXELS = 50_000_000
#: Longest side of the two sizes of an image, in pixels.
LARGE, SMALL = 1600, 480

PDF = "application/pdf"
_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Media type → ending. Old office files are left out: their macros cannot be told from their text.
ATTACHMENTS = {
    PDF: "pdf",
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}.presentationml.presentation": "pptx",
    f"{_OPEN}.text": "odt",
    f"{_OPEN}.spreadsheet": "ods",
    f"{_OPEN}.presentation": "odp",
}
IMAGES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_OFFICE_FOLDERS = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
#: What makes an office file run something by itself.
_ACTIVE = ("vbaproject.bin", "activex", "basic/")


@dataclass(frozen=True)
class Encoded:
    """An image as it is kept: two sizes in WebP."""

    large: ContentFile
    small: ContentFile
    width: int
    height: int


def file_name(upload):
    """Return the name of an upload as people read it: without folders and signs that mislead."""
    name = clean(upload.name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[:200] or _("file")


def media_type(upload):
    """Return the media type of an attachment by its content.

    Raises ValidationError, naming the file, when it is empty, too large, of another type or active.
    """
    _require_size(upload)
    upload.seek(0)
    head = upload.read(4096)
    if head.startswith(b"%PDF-"):
        return _whole_pdf(upload)
    if head.startswith(b"PK\x03\x04"):
        ending = _office_ending(upload)
        for known, its_ending in ATTACHMENTS.items():
            if its_ending == ending:
                return known
    guessed = filetype.guess_extension(head)
    raise ValidationError(
        _("“%(name)s” is not a PDF, a Word, Excel or PowerPoint file or an OpenDocument file (%(found)s).")
        % {"name": file_name(upload), "found": guessed or _("unknown type")}
    )


def encode(upload):
    """Return an image anew in two sizes, upright and without metadata (``Encoded``).

    Raises ValidationError, naming the file, when it is empty, too large, cut off or no picture.
    """
    _require_size(upload)
    name = file_name(upload)
    upload.seek(0)
    if filetype.guess_mime(upload.read(4096)) not in IMAGES:
        raise ValidationError(_("“%(name)s” is not a JPEG, PNG or WebP picture.") % {"name": name})
    upload.seek(0)
    try:
        picture = Picture.open(upload, formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(
                _("“%(name)s” has too many pixels: at most %(number)d million.")
                % {"name": name, "number": MAX_PIXELS // 1_000_000}
            )
        picture = ImageOps.exif_transpose(picture)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        large, small = _fit(picture, LARGE), _fit(picture, SMALL)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Picture.DecompressionBombError) as error:
        raise ValidationError(_("“%(name)s” is damaged or incomplete: send it again.") % {"name": name}) from error
    return Encoded(_webp(large), _webp(small), *large.size)


def letter(upload):
    """Return a signed letter as it is kept: a document as it came, a scan encoded anew.

    Raises ValidationError, naming the file.
    """
    _require_size(upload)
    upload.seek(0)
    if filetype.guess_mime(upload.read(4096)) in IMAGES:
        return encode(upload).large
    ending = ATTACHMENTS[media_type(upload)]
    upload.seek(0)
    return ContentFile(upload.read(), name=f"letter.{ending}")


def type_of(name):
    """Return the media type of a file that is kept under ``name``."""
    ending = name.rpartition(".")[2]
    return next((known for known, its_ending in ATTACHMENTS.items() if its_ending == ending), "image/webp")


def stored(*rows):
    """Return the files that ``rows`` refer to, as (model, column, file)."""
    columns = [(row, field.name) for row in rows for field in row._meta.fields if isinstance(field, FileField)]
    return [(type(row), name, getattr(row, name)) for row, name in columns if getattr(row, name)]


def forget(files):
    """Take ``files`` (``stored``) off the disk once the transaction holds, unless a row refers to them then."""
    for model, name, file in files:
        transaction.on_commit(partial(_delete_unless_used, model, name, file.name, file.storage))


def _delete_unless_used(model, column, name, storage):
    if not model.objects.filter(**{column: name}).exists():
        storage.delete(name)


def _fit(picture, side):
    copy = picture.copy()
    copy.thumbnail((side, side))
    return copy


def _webp(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=82)
    return ContentFile(buffer.getvalue(), name="image.webp")


def _require_size(upload):
    limit = {"name": file_name(upload), "limit": filesizeformat(MAX_BYTES)}
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % limit)
    if upload.size > MAX_BYTES:
        raise ValidationError(_("“%(name)s” is too large: at most %(limit)s.") % limit)


def _whole_pdf(upload):
    upload.seek(max(0, upload.size - 2048))
    if b"%%EOF" not in upload.read():
        raise ValidationError(_("“%(name)s” is damaged or incomplete: send it again.") % {"name": file_name(upload)})
    return PDF


def _office_ending(upload):
    """Return the ending that the inside of an office file stands for, or the empty string."""
    damaged = _("“%(name)s” is damaged or incomplete: send it again.") % {"name": file_name(upload)}
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as parts:
            names = {name.lower() for name in parts.namelist()}
            if any(active in name for name in names for active in _ACTIVE):
                raise ValidationError(
                    _("“%(name)s” holds macros: save it without them, or as a PDF.") % {"name": file_name(upload)}
                )
            if "mimetype" in names:
                declared = parts.open("mimetype").read(100).decode("ascii", "replace").strip()
                return ATTACHMENTS.get(declared, "")
            if "[content_types].xml" in names:
                return next((_OFFICE_FOLDERS[name] for name in _OFFICE_FOLDERS if f"{name}/" in str(names)), "")
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(damaged) from error
    return ""
