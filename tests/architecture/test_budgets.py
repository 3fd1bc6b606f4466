"""Files, functions and templates that a person can take in; names that say something."""

from __future__ import annotations

import ast
import re

from tests.architecture.layers import CODE, name_of, python_files, template_files

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 150
REFUSED = {"utils", "util", "helpers", "helper", "common", "core", "managers", "services", "misc"}
INLINE = re.compile(
    r"""<style\b|<script(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE
)
# A letter is read by mail programs and a receipt by a printer; neither is a page under our content policy.
NOT_PAGES = ("/letters/",)


def test_no_file_is_too_long() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in python_files(*CODE, "tests")}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for path in python_files(*CODE, "tests"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long[f"{name_of(path)}:{node.name}"] = lines
    assert long == {}


def test_no_template_is_too_long() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in template_files()}
    assert {name: lines for name, lines in long.items() if lines > TEMPLATE_LINES} == {}


def test_names_say_what_is_inside() -> None:
    names = {name_of(path): {path.stem, path.parent.name} for path in python_files(*CODE, "tests")}
    assert [name for name, parts in names.items() if parts & REFUSED] == []


def test_templates_hold_no_inline_script_or_style() -> None:
    pages = [path for path in template_files() if path.suffix == ".html" and not any(n in str(path) for n in NOT_PAGES)]
    found = {name_of(path): INLINE.findall(path.read_text()) for path in pages}
    assert {name: what for name, what in found.items() if what} == {}
