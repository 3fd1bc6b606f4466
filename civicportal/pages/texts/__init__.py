"""The first words of the pages that staff then own, in Swedish and English. `load_pages` writes them once."""

from __future__ import annotations

from civicportal.pages.texts.about import ABOUT
from civicportal.pages.texts.accessibility import ACCESSIBILITY
from civicportal.pages.texts.contact import CONTACT
from civicportal.pages.texts.cookies import COOKIES
from civicportal.pages.texts.kinds import PageText, SectionText
from civicportal.pages.texts.privacy import PRIVACY

PAGES: tuple[PageText, ...] = (ABOUT, CONTACT, ACCESSIBILITY, PRIVACY, COOKIES)

__all__ = ["PAGES", "PageText", "SectionText"]
