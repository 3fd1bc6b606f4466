"""Translations without GNU gettext: `python -m civicportal.messages compile` and `... missing`.

`compile` writes a .mo beside every .po that is newer. `missing` reads every sentence that code and templates say, and
lists those without a Swedish translation, those nobody says any more, and those that two catalogues say differently.
English is the message itself and has no catalogue.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

BASE_DIR = Path(__file__).resolve().parent.parent
CODE = ("civicportal", "funds", "labs", "challenges", "prototypes")
TEMPLATES = (*CODE, "templates")
LANGUAGE = "sv"

# Which arguments of each of Django's functions are the context, the message and the plural.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items()} | {"gettext_noop": (None, 0, None)}
CONSTANT = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


@dataclass(frozen=True, order=True)
class Said:
    """One message as gettext looks it up."""

    message: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        words = f"{self.message!r} / {self.plural!r}" if self.plural else repr(self.message)
        return f"{words} ({self.context})" if self.context else words


@dataclass
class Report:
    """What is wrong with the translations; each list is sorted."""

    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    conflicting: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        kinds = {
            "not translated": self.missing,
            "said nowhere": self.obsolete,
            "translated in two ways": self.conflicting,
            "cannot be read": self.unreadable,
        }
        return [f"{kind}: {line}" for kind, lines in kinds.items() for line in lines]


# Compiling


def catalogs(language: str = "*") -> list[Path]:
    """Every .po of the portal, in a steady order."""
    return sorted(po for top in CODE for po in (BASE_DIR / top).rglob(f"locale/{language}/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """The catalogue in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compile_catalogs(force: bool = False) -> list[Path]:
    """Writes the .mo of each catalogue that is newer than its .mo. Returns the .po files it compiled."""
    done = []
    for po in catalogs():
        mo = po.with_suffix(".mo")
        if not force and mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        part = mo.with_suffix(f".{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, read(po))
        part.replace(mo)
        done.append(po)
    return done


# Reading what is said


def said_in_code(source: str) -> Iterator[tuple[int, Said]]:
    """The messages of a Python file with their lines, under whatever name gettext was imported."""
    tree = ast.parse(source)
    names = dict.fromkeys(FUNCTIONS, "") | {name: name for name in FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if said := _said_by_call(names.get(called, ""), node.args):
                yield node.lineno, said


def _said_by_call(function: str, arguments: list[ast.expr]) -> Said | None:
    if function not in FUNCTIONS:
        return None
    words = [_literal(argument) for argument in arguments]
    context, message, plural = (
        words[place] if place is not None and place < len(words) else "" for place in FUNCTIONS[function]
    )
    return Said(message, plural or "", context or "") if message else None


def _literal(node: ast.expr) -> str | None:
    """The text of a literal, also one put together with +; None for anything only known when the program runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return left + right if left is not None and right is not None else None
    return None


def said_in_template(source: str) -> Iterator[tuple[int, Said]]:
    """The messages of a template with their lines, put together as Django does it when it renders."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        words = list(smart_split(token.contents)) if token.token_type == TokenType.BLOCK else []
        if words and words[0] in {"blocktranslate", "blocktrans"}:
            yield token.lineno or 0, _said_by_block(words, tokens)
            continue
        if words and words[0] in {"translate", "trans"} and words[1][0] in "\"'":
            message = _unquoted(words[1].split("|")[0]).replace("%", "%%")
            yield token.lineno or 0, Said(message, context=_context(words))
            continue
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for match in CONSTANT.finditer(token.contents):
                yield token.lineno or 0, Said(_unquoted(match[1]).replace("%", "%%"))


def _said_by_block(words: list[str], tokens: Iterator[Token]) -> Said:
    """A {% blocktranslate %} up to its end; `tokens` stands behind the end afterwards."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.strip().startswith("end"):
                break
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if "trimmed" in words:
        texts = [trim_whitespace(text) for text in texts]
    return Said(texts[0], texts[1] if len(texts) > 1 else "", _context(words))


def _context(words: list[str]) -> str:
    return _unquoted(words[words.index("context") + 1]) if "context" in words[:-1] else ""


def _unquoted(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


def all_said(unreadable: list[str] | None = None) -> dict[Said, str]:
    """Every message of the portal and the first place that says it. Files that cannot be read go to `unreadable`."""
    found: dict[Said, str] = {}
    for path, read_file in _sources():
        place = path.relative_to(BASE_DIR)
        try:
            for line, said in read_file(path.read_text(encoding="utf-8")):
                found.setdefault(said, f"{place}:{line}")
        except (SyntaxError, ValueError, IndexError) as error:
            if unreadable is None:
                raise
            unreadable.append(f"{place}: {error}")
    return found


def _sources() -> Iterator[tuple[Path, Callable[[str], Iterator[tuple[int, Said]]]]]:
    for top in CODE:
        for path in sorted((BASE_DIR / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, said_in_code
    for top in TEMPLATES:
        for path in sorted((BASE_DIR / top).rglob("*")):
            if "templates" in path.parts and path.suffix in {".html", ".txt", ".xml", ".typ", ".svg"}:
                yield path, said_in_template


# Comparing


def compare(said: Iterable[Said], paths: list[Path]) -> Report:
    """What the catalogues lack, have too much of, or say in two ways."""
    report, known = Report(), _translations(paths)
    for one in sorted(set(said)):
        found = known.get((one.context, one.message), {})
        good = [t for t, fuzzy in found.items() if not fuzzy and all(t) and len(t) == (2 if one.plural else 1)]
        if not good:
            report.missing.append(str(one))
        elif len(good) > 1:
            report.conflicting.append(str(one))
    spoken = {(one.context, one.message) for one in said}
    report.obsolete = sorted(repr(message) for context, message in known.keys() - spoken)
    return report


def _translations(paths: list[Path]) -> dict[tuple[str, str], dict[tuple[str, ...], bool]]:
    """By context and message: each translation that a catalogue gives, and whether it is fuzzy."""
    known: dict[tuple[str, str], dict[tuple[str, ...], bool]] = {}
    for path in paths:
        for entry in read(path):
            if not entry.id:
                continue
            message = entry.id if isinstance(entry.id, str) else entry.id[0]
            given = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            known.setdefault((entry.context or "", message), {})[given] = entry.fuzzy
    return known


def report(language: str = LANGUAGE) -> Report:
    """The state of the portal's translations into one language."""
    unreadable: list[str] = []
    said = all_said(unreadable)
    found = compare(said, catalogs(language))
    places = {str(one): place for one, place in said.items()}
    found.missing = [f"{places[line]}: {line}" for line in found.missing]
    found.conflicting = [f"{places[line]}: {line}" for line in found.conflicting]
    found.unreadable = unreadable
    return found


def main(arguments: list[str]) -> int:
    if arguments == ["compile"]:
        compile_catalogs()
        return 0
    if arguments == ["missing"]:
        lines = report().lines()
        print("\n".join(lines) or f"Every message has a translation ({LANGUAGE}).")
        return 1 if lines else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
