"""Who may know whom, where import-linter does not see it: models' relations, templates, new packages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from tests.architecture.layers import BASE_DIR, CODE, FEATURES, height, name_of, package_of, template_files

OF_THE_KERNEL = {"Draft", "Answer", "Score", "Review", "Message", "CaseMessage", "Submission", "Decision", "Recusal"}
REFERS = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def our_models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.split(".")[0] in CODE:
            yield model


def test_every_package_stands_in_a_layer() -> None:
    inside = [
        path for path in (BASE_DIR / "civicportal").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    for path in inside:
        if path.name != "__init__.py":
            height(f"civicportal.{path.stem}")


def test_models_refer_only_to_their_own_layer_or_below() -> None:
    wrong = []
    for model in our_models():
        own = package_of(model.__module__)
        for field in model._meta.get_fields():
            if field.auto_created or not field.is_relation or field.related_model is None:
                continue
            target = field.related_model
            other = package_of(target.__module__)
            if other.split(".")[0] not in CODE or other == own:
                continue
            # The log stands lowest, and its one way up is to the person who acted.
            if own == "civicportal.records" and target._meta.label == settings.AUTH_USER_MODEL:
                continue
            if height(own) <= height(other):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_templates_of_a_feature_use_no_other_feature() -> None:
    wrong = []
    for path in template_files():
        owner = path.relative_to(BASE_DIR / "templates").parts[0]
        for used in REFERS.findall(path.read_text()):
            other = used.split("/")[0]
            if other in FEATURES and owner not in {other, "pages", "demo"}:
                wrong.append(f"{name_of(path)} uses {used}")
    assert wrong == []


def test_features_make_no_table_for_what_the_kernel_holds() -> None:
    wrong = [
        model._meta.label
        for model in our_models()
        if package_of(model.__module__) in FEATURES and any(model.__name__.endswith(word) for word in OF_THE_KERNEL)
    ]
    assert wrong == []
