"""Words in every language of the portal."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from civicportal.kernel.text import LocalizedText, localized

CONTENT_LANGUAGES = ("sv", "en")


def in_all_languages(words: str | Promise | LocalizedText, /, **params: object) -> LocalizedText:
    """A translatable sentence, written out in each language, to be kept in a row that outlives this request.

    `params` fill the sentence's %(name)s; a param that is itself in several languages is said in each. A plain string
    stands for itself in the legal language, Swedish.
    """
    if isinstance(words, LocalizedText):
        return words
    if not isinstance(words, Promise):
        return localized(words % params if params else words)
    texts = {}
    for code, _name in settings.LANGUAGES:
        if code in CONTENT_LANGUAGES:
            with override(code):
                texts[code] = str(words) % params if params else str(words)
    return LocalizedText(texts)


def everything(*texts: LocalizedText | str) -> str:
    """All the words in all languages on one string, for the search."""
    return "\n".join(
        words
        for text in texts
        for words in (text.texts.values() if isinstance(text, LocalizedText) else [text])
        if words
    )
