"""Where a fund is set up, and where its questions are written."""

from __future__ import annotations

from funds.models import Fund, Round
from funds.queries.setup import form_of
from tests.stories.visits import Visit, send
from tests.stories.visits.work import staff

PARTS = ("texter", "summor", "stod", "vilka", "ar")


def visits() -> list[Visit]:
    """The configuration of two funds of different shape, with errors; the form editor of one."""
    manager, auditor = staff("fund_manager"), staff("auditor")
    fund = Fund.objects.get(slug="innovationsfonden")
    form = form_of(fund)
    assert form is not None
    name, slug = form.name, fund.slug
    asked = Round.objects.filter(fund=fund).order_by("opening__opens_at")[0]
    return [
        Visit(name="admin:funds_setups", who=manager),
        Visit(name="admin:funds_new", who=manager),
        Visit(name="admin:funds_new", who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_setup", args=(slug,), who=manager),
        Visit(name="admin:funds_setup", args=("visionsfonden",), who=auditor),
        *(Visit(name="admin:funds_setup_part", args=(slug, part), who=manager) for part in PARTS),
        Visit(name="admin:funds_setup_eligibility", args=(slug,), who=manager),
        Visit(name="admin:funds_setup_checklist", args=(slug,), who=manager),
        Visit(name="admin:funds_new_round", args=(slug,), who=manager),
        Visit(name="admin:funds_new_round", args=(slug,), who=manager, says="errors", act=send, status=422),
        Visit(name="admin:funds_change_round", args=(slug, asked.slug), who=manager),
        Visit(name="admin:funds_copy", args=(slug,), who=manager),
        Visit(name="admin:funds_publish", args=(slug,), who=manager),
        Visit(name="admin:submissions_form", args=(name,), who=manager),
        Visit(name="admin:submissions_new_step", args=(name,), who=manager),
        Visit(name="admin:submissions_edit_step", args=(name, "canvas"), who=manager),
        Visit(name="admin:submissions_new_question", args=(name, "canvas"), who=manager),
        Visit(
            name="admin:submissions_new_question",
            args=(name, "canvas"),
            who=manager,
            says="errors",
            act=send,
            status=422,
        ),
        Visit(name="admin:submissions_question", args=(name, "team"), who=manager),
        Visit(name="admin:submissions_question", args=("visionsfonden", "applicant_kind"), who=manager),
        Visit(name="admin:submissions_take", args=(name,), who=manager),
        Visit(name="admin:submissions_preview", args=(name,), who=manager),
        Visit(name="admin:submissions_preview_step", args=(name, "together"), who=manager),
    ]
