"""Text: one normal form, Swedish order, staff's words in several languages, addresses made of titles."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Func, TextField, Value
from django.db.models.functions import Lower, Replace
from django.utils.text import slugify
from django.utils.translation import get_language

SOFT_HYPHEN = "\u00ad"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")


_FOLDED = (("é", "e"), ("è", "e"), ("ü", "u"), ("ø", "ö"), ("æ", "ä"), ("à", "a"), ("á", "a"))
_BEHIND_Z = (("å", "{a"), ("ä", "{b"), ("ö", "{c"))


def nfc(text: str) -> str:
    """Composed characters, one kind of line break, no control characters, no null bytes."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text on one line, runs of white space as one space."""
    return " ".join(nfc(text).split())


def slug_of(title: str, most: int = 80) -> str:
    """An address part: å and ä become a, ö becomes o, the rest as Django's slugify. Never empty."""
    return slugify(title.replace(SOFT_HYPHEN, ""))[:most].strip("-") or "namnlos"


def swedish_order(field: str) -> Func:
    """An expression to order by: the Swedish alphabet with or without ICU in the database.

    Lower case, w apart from v as in today's word lists, accents other than on å, ä, ö ignored,
    and å ä ö moved behind z in that order, compared byte by byte (C collation).
    """
    expression: Any = Lower(field)
    for old, new in (*_FOLDED, (SOFT_HYPHEN, "")):
        expression = Replace(expression, Value(old), Value(new))
    for old, new in _BEHIND_Z:
        expression = Replace(expression, Value(old), Value(new))
    return Func(expression, function="", template='%(expressions)s COLLATE "C"', output_field=TextField())


def in_swedish_order(word: str) -> str:
    """A key that sorts as `swedish_order` does, for lists that are in memory already."""
    folded = word.lower().replace(SOFT_HYPHEN, "")
    for old, new in (*_FOLDED, *_BEHIND_Z):
        folded = folded.replace(old, new)
    return folded


class Said(NamedTuple):
    """Words with the language that they are really in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class LocalizedText:
    """Staff's words in several languages. A missing translation is the Swedish text, with its true language."""

    __slots__ = ("texts",)

    def __init__(self, texts: dict[str, str] | None = None, **by_language: str) -> None:
        # Sorted, so that the same words are the same whether they come from memory or from a jsonb column.
        self.texts = {language: text for language, text in sorted({**(texts or {}), **by_language}.items()) if text}

    def said(self, language: str | None = None) -> Said:
        """The words in the language, else in Swedish, else in any there is."""
        for wanted in ((language or get_language() or "sv")[:2], "sv", *self.texts):
            if wanted in self.texts:
                return Said(self.texts[wanted], wanted)
        return Said("", "sv")

    def __str__(self) -> str:
        return self.said().text

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalizedText) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))

    def __repr__(self) -> str:
        return f"LocalizedText({self.texts!r})"


def localized(value: object) -> LocalizedText:
    """Reads what a form, a fixture or a database row holds."""
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, dict):
        return LocalizedText({str(language): nfc(str(text)) for language, text in value.items()})
    return LocalizedText({settings.LANGUAGE_CODE: nfc(str(value))} if value else {})


class LocalizedField(models.JSONField):
    """A jsonb column of language to text, seen as LocalizedText."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.long = kwargs.pop("long", False)
        kwargs.setdefault("default", LocalizedText)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.long:
            kwargs["long"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalizedText:
        return localized(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> LocalizedText:
        return localized(value or {})

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.texts if isinstance(value, LocalizedText) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(
            value.texts if isinstance(value, LocalizedText) else value, connection, prepared
        )

    def value_to_string(self, obj: models.Model) -> Any:
        return localized(self.value_from_object(obj)).texts

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.texts if isinstance(value, LocalizedText) else value, model_instance)

    def formfield(self, **kwargs: Any) -> Any:
        from civicportal.kernel.forms import LocalizedFormField

        # Django would compare with a hidden copy of the default, and so log every text as changed at every save.
        hidden = {"show_hidden_initial": False}
        return models.Field.formfield(self, **{"form_class": LocalizedFormField, "long": self.long, **hidden, **kwargs})
