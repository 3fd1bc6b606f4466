"""What a file is, by its content and never by its name or what the browser says."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from civicportal.files.errors import BadFile

MOST_PIXELS = 50_000_000
PICTURE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNREADABLE = _("We cannot read the file. Save it as PDF, JPG or PNG")
TOO_MANY_PIXELS = _("The picture has too many pixels. Make it smaller than 50 megapixels")


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the bytes showed. Width and height are in pixels, for pictures only."""

    content_type: str
    width: int | None = None
    height: int | None = None

    @property
    def is_picture(self) -> bool:
        return self.width is not None


def look(content: bytes) -> Looked:
    """The type of a file from its bytes. Raises BadFile (415) for what is not on the list, or is not what it claims."""
    if content.startswith(b"%PDF-"):
        return Looked("application/pdf")
    if content.startswith(b"PK\x03\x04"):
        return Looked(_office_type(content))
    return look_at_picture(content)


def look_at_picture(content: bytes) -> Looked:
    """The type and size of a picture. Raises BadFile (415 when it is none, 413 with too many pixels)."""
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURE_TYPES)) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise BadFile(TOO_MANY_PIXELS, status=413)
            picture.load()
            return Looked(PICTURE_TYPES[str(picture.format)], width, height)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile(TOO_MANY_PIXELS, status=413) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadFile(UNREADABLE, status=415) from error


def _office_type(content: bytes) -> str:
    """A word processor's or a spreadsheet's file, told by what its archive holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace")
                if said in ENDINGS:
                    return said
    except zipfile.BadZipFile as error:
        raise BadFile(UNREADABLE, status=415) from error
    for name, content_type in _OFFICE.items():
        if name in names:
            return content_type
    raise BadFile(UNREADABLE, status=415)
