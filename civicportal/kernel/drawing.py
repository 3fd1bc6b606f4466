"""Django's templates, but what a page was drawn from is let go of as soon as it is drawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends import django as djangos
from django.template.context import make_context
from django.template.exceptions import TemplateDoesNotExist
from django.utils.safestring import SafeString


class DrawnTemplate(djangos.Template):
    """Empties the context after drawing.

    A context and its layers hold on to one another, so everything on a page, a thousand rows of a table too, would
    stay in memory until the garbage collector comes by.
    """

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as missing:
            djangos.reraise(missing, self.backend)
        finally:
            made.dicts.clear()


class Templates(djangos.DjangoTemplates):
    """The backend of the TEMPLATES setting."""

    def from_string(self, template_code: str) -> DrawnTemplate:
        return DrawnTemplate(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> DrawnTemplate:
        """Raises TemplateDoesNotExist."""
        try:
            return DrawnTemplate(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            djangos.reraise(missing, self)
