"""Tagged PDF (PDF/UA-1) made by typst from a template of ours and plain data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse


def render(template: str, facts: dict[str, Any]) -> bytes:
    """The PDF of a typst template under templates/, given its facts as data.

    People's words reach typst as JSON values and never as markup, so nothing that they write is run.
    Raises typst.TypstError when the template is wrong.
    """
    import typst  # here: seven megabytes that most workers never need

    folder = Path(settings.BASE_DIR) / "templates"
    return typst.compile(
        str(folder / template),
        root=str(folder),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
    )


def answer(template: str, facts: dict[str, Any], name: str) -> HttpResponse:
    """The same as a file called `name` that the browser shows and no cache between keeps."""
    response = HttpResponse(render(template, facts), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
