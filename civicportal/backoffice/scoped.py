"""The base of every admin page of the portal: rows by the person's scope, read-only unless said, nothing deleted.

    @admin.register(Fund)
    class FundAdmin(ScopedAdmin):
        readable_by = (Role.COACH,)
        writable_by = (Role.FUND_MANAGER,)
        list_display = ("name", "unit")

- Rows: `Model.objects.visible_to(person)`; override `rows(person)` for another rule, or set `unscoped = True` for
  what has no owner (districts). Lists, forms, choices, filters, autocomplete, popups and histories all use it.
- Who: `readable_by` and `writable_by` are roles; without `readable_by` the role's Django permission to view counts.
  An auditor reads everything and changes nothing. Without `writable_by` nobody changes anything here.
- What one changes must belong to a unit where one holds a writing role: `unit_path` says how to get there ("unit",
  "fund__unit"); without one a writable model is refused by a system check, unless it is unscoped.
- State is shown and never edited; sums are said in kronor; each change is an entry in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from civicportal.backoffice import columns
from civicportal.backoffice.reached import reached
from civicportal.backoffice.scoped_checks import ScopedChecks, filter_name
from civicportal.backoffice.trail import trail_of
from civicportal.kernel import moves
from civicportal.kernel.money import MoneyField, MoneyInput

AUDITOR = "auditor"
STATE = "state"


def _holds(person: Any, role: str) -> bool:
    return any(held == role for held, _unit in person.roles_held)


class ScopedChoices:
    """For admin classes and inlines: a relation offers only rows that the person may see."""

    formfield_overrides: ClassVar[dict[type[models.Field], dict[str, Any]]] = {MoneyField: {"widget": MoneyInput}}

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> models.QuerySet[Any] | None:
        """The choices of a relation: by the related model's own admin, else by its `visible_to`, else all rows."""
        related = db_field.remote_field.model
        try:
            related_admin = self.admin_site.get_model_admin(related)  # type: ignore[attr-defined]
        except NotRegistered:
            related_admin = None
        if isinstance(related_admin, ScopedAdmin):
            rows = related_admin.rows(request.user)
        elif hasattr(related._default_manager, "visible_to"):
            rows = related._default_manager.visible_to(request.user)
        else:
            rows = related._default_manager.all()
        return self.narrowed(rows, db_field, request.user)

    def narrowed(self, rows: models.QuerySet[Any], db_field: Any, person: Any) -> models.QuerySet[Any]:
        """Where an admin class narrows the choices further."""
        return rows


class ScopedAdmin(ScopedChoices, admin.ModelAdmin):
    """See the module's words."""

    readable_by: tuple[str, ...] = ()
    writable_by: tuple[str, ...] = ()
    unscoped = False
    unit_path = ""
    checks_class = ScopedChecks
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    object_history_template = "backoffice/history.html"

    # Rows

    def rows(self, person: Any) -> models.QuerySet[Any]:
        """Everything of this model that the person may see."""
        manager: Any = self.model._default_manager
        return manager.all() if self.unscoped else manager.visible_to(person)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = self.rows(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*(ordering or ("pk",))) if ordering or not rows.ordered else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row, which was looked for among those that the person sees: that need not be asked again."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            self._answers(request)["view", self.model, found.pk] = True
        return found

    @property
    def path_to_unit(self) -> str:
        """How to get from a row to the unit that owns it; empty where there is none."""
        if self.unit_path:
            return self.unit_path
        return "unit" if any(field.name == "unit" for field in self.model._meta.get_fields()) else ""

    def narrowed(self, rows: models.QuerySet[Any], db_field: Any, person: Any) -> models.QuerySet[Any]:
        """What one makes or moves stays in the units where one may write."""
        first, _dot, rest = self.path_to_unit.partition("__")
        if self.unscoped or person.is_superuser or db_field.name != first:
            return rows
        return rows.filter(**{f"{rest or 'pk'}__in": person.units_as(*self.writable_by)})

    # Who

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person: Any = request.user
        if not person.is_authenticated:
            return False
        if not person.has_role(*self.readable_by, *self.writable_by, AUDITOR) and not self._granted(request):
            return False
        return obj is None or self._is_among(request, "view", obj, self.rows(person))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._writes(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person: Any = request.user
        if not self._writes(person):
            return False
        if obj is None:
            return True
        rows = self.rows(person)
        if not (self.unscoped or person.is_superuser):
            rows = rows.filter(**{f"{self.path_to_unit}__in": person.units_as(*self.writable_by)})
        return self._is_among(request, "change", obj, rows)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted in the backoffice: a thing is hidden, ended or withdrawn by its own action."""
        return False

    def _granted(self, request: HttpRequest) -> bool:
        """Whether one of the person's roles carries Django's permission to view; asked where no roles are named."""
        return not self.readable_by and super().has_view_permission(request)

    def _is_among(self, request: HttpRequest, what: str, obj: Any, rows: models.QuerySet[Any]) -> bool:
        """Django asks for the same row many times in one request; the database is asked once."""
        answers, key = self._answers(request), (what, self.model, obj.pk)
        if key not in answers:
            answers[key] = rows.filter(pk=obj.pk).exists()
        return bool(answers[key])

    def _answers(self, request: HttpRequest) -> dict[tuple[str, type[models.Model], Any], bool]:
        """What has been asked of the database in this request already."""
        found: dict[tuple[str, type[models.Model], Any], bool] = request.__dict__.setdefault("_scope_answers", {})
        return found

    def _writes(self, person: Any) -> bool:
        if not person.is_authenticated or not self.writable_by or _holds(person, AUDITOR):
            return False
        return person.has_role(*self.writable_by)

    # What is shown

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        return [columns.readable(self.model, name) for name in super().get_list_display(request)]

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        """A filter by a relation offers only what occurs in the rows that the person sees."""
        found: list[Any] = []
        for item in super().get_list_filter(request):
            plain = isinstance(item, str) and self._leads_to_relation(item)
            found.append((item, admin.RelatedOnlyFieldListFilter) if plain else item)
        return found

    def _leads_to_relation(self, path: str) -> bool:
        model: Any = self.model
        field: Any = None
        for part in path.split("__"):
            try:
                field = model._meta.get_field(part)
            except FieldDoesNotExist:
                return False
            model = field.related_model
        return bool(field and field.is_relation)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the declared filters: any other lookup would let one ask yes-or-no questions about hidden fields."""
        declared = {self.date_hierarchy, *(filter_name(item) for item in self.get_list_filter(request))} - {None, ""}
        if not any(lookup == name or lookup.startswith(f"{name}__") for name in declared):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        """What the class says, and always the state: it moves by its actions alone."""
        named = list(super().get_readonly_fields(request, obj))
        has_state = any(field.name == STATE for field in self.model._meta.fields)
        if has_state and STATE not in named:
            named.append(STATE)
        return [columns.readable(self.model, name) for name in named]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Sums that cannot be edited here are said in kronor."""
        fixed = set(self.get_readonly_fields(request, obj))
        view_only = obj is not None and not self.has_change_permission(request, obj)

        def shown(name: Any) -> Any:
            if isinstance(name, (list, tuple)):
                return [shown(part) for part in name]
            said = columns.readable(self.model, name)
            return said if view_only or said in fixed else name

        return [
            (title, {**options, "fields": [shown(name) for name in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The thing's own public address; Django's redirect by type and number is not part of this backoffice."""
        if obj is None or not self.view_on_site:
            return None
        if callable(self.view_on_site):
            return self.view_on_site(obj)  # type: ignore[no-any-return]
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    # What is written down

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes what the form edits and nothing else: a state or a counter may have moved since the row was read."""
        obj.save(update_fields=edited_by(form) if change else None)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The names of the fields that changed, never what stands in them."""
        fields = list(form.changed_data)
        for formset in formsets or []:
            touched = any(changed.has_changed() for changed in formset.forms)
            fields += [formset.model._meta.model_name] if touched else []
        return {"fields": fields}

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        self._record(request, obj, "added", message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        self._record(request, obj, "changed", message)

    def _record(self, request: HttpRequest, obj: Any, verb: str, facts: Any) -> None:
        for record in moves.recorders:
            record(obj, verb=f"{self.opts.model_name}.{verb}", by=request.user, facts=facts)

    # Pages

    def get_urls(self) -> list[URLPattern]:
        """Without the delete page: `__str__` of everything that hangs on a row would stand on it."""
        return [pattern for pattern in super().get_urls() if not str(pattern.name or "").endswith("_delete")]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What is named in a field that is only read is a link for those who may open it alone."""
        context["adminform"] = reached(context["adminform"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """What one may not see does not exist."""
        raise Http404

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The entries of the log about this row, for those who may see the row."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("What has been done: %(thing)s") % {"thing": obj},
            "traces": trail_of(obj),
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, self.object_history_template, context)


def edited_by(form: Any) -> list[str]:
    """The columns that a form has a box for, and those that note the time of each change."""
    fields = [field for field in form.instance._meta.concrete_fields if not field.primary_key]
    return [field.name for field in fields if field.name in form.fields or getattr(field, "auto_now", False)]


class PartsFormSet(forms.BaseInlineFormSet):
    """Writes of each part what its form edits and nothing else, as ScopedAdmin does of the row."""

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        part = form.save(commit=False)
        if commit:
            part.save(update_fields=edited_by(form))
            form.save_m2m()
        return part


class _ScopedInline(ScopedChoices):
    """Parts of a row, under its own form: seen by who sees the row, changed by who may change it."""

    formset = PartsFormSet
    extra = 0
    can_delete = False
    read_only = True
    view_on_site = False

    def _parent(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)  # type: ignore[attr-defined]

    def _writes(self, request: HttpRequest, obj: Any) -> bool:
        if self.read_only:
            return False
        parent = self._parent()
        return parent.has_change_permission(request, obj) if obj else parent.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete and self._writes(request, obj)


class ScopedTabular(_ScopedInline, admin.TabularInline):
    """Rows in a table under the form; set `read_only = False` to let writers edit them."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A cell has no label of its own, so its column's name is said for it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget := getattr(widget, "widget", widget), (forms.widgets.Input, forms.Select, forms.Textarea)):
            widget.attrs.setdefault("aria-label", capfirst(field.label))
        return field


class ScopedStacked(_ScopedInline, admin.StackedInline):
    """Rows under each other below the form; set `read_only = False` to let writers edit them."""
