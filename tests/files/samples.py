"""Files made for the tests."""

from __future__ import annotations

import io
import zipfile

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(
    width: int = 1600, height: int = 900, kind: str = "JPEG", *, secret: str = "", turned: bool = False
) -> bytes:
    """A picture with something on it; `secret` goes into its metadata, `turned`: the camera lay on its side."""
    image = Image.new("RGB", (width, height), (14, 74, 107))
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height // 2), fill=(166, 60, 38))
    exif = Image.Exif()
    if secret:
        exif[0x010E] = secret
    if turned:
        exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def upload(content: bytes, name: str = "bild.jpg") -> ContentFile:
    return ContentFile(content, name)


def office(member: str) -> bytes:
    """An archive as word processors and spreadsheets write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "<xml/>")
    return buffer.getvalue()
