"""The rights of each role on the kernel's own models. Features grant theirs in their AppConfig.ready()."""

from __future__ import annotations

from civicportal.people.enums import Role
from civicportal.people.permissions import grant

EVERY_ROLE = list(Role.values)
CASE_READERS = [
    Role.COACH, Role.REVIEWER, Role.DECISION_MAKER, Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.NETWORK_COORDINATOR,
    Role.FACILITATOR, Role.REGISTRAR, Role.AUDITOR,
]  # fmt: skip
CASE_WRITERS = [Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR]
EDITORS = [Role.COMMUNICATOR, Role.FUND_MANAGER, Role.DEPARTMENT_EDITOR, Role.NETWORK_COORDINATOR, Role.FACILITATOR]


def register() -> None:
    """Called once when the people app is ready."""
    _people()
    for model in ("cases.case", "cases.casemessage", "cases.decision"):
        grant(CASE_READERS, model, "view")
    grant(CASE_WRITERS, "cases.case", "change")
    grant([Role.FUND_MANAGER, Role.DECISION_MAKER, Role.REGISTRAR, Role.AUDITOR], "cases.recusal", "view")
    grant(
        [Role.FUND_MANAGER, Role.REGISTRAR, Role.DECISION_MAKER, Role.AUDITOR, Role.ADMINISTRATOR],
        "cases.delegation",
        "view",
    )
    grant(Role.ADMINISTRATOR, "cases.delegation", "add", "change")
    grant([Role.AUDITOR, Role.ADMINISTRATOR, Role.REGISTRAR], "records.entry", "view")
    grant([Role.AUDITOR, Role.ADMINISTRATOR, Role.REGISTRAR], "records.retentionrule", "view")
    grant(Role.REGISTRAR, "records.retentionrule", "add", "change")
    grant([Role.AUDITOR, Role.ADMINISTRATOR, Role.FUND_MANAGER, Role.REGISTRAR], "notices.message", "view")
    _city_and_pages()
    _commons()


def _people() -> None:
    grant([Role.ADMINISTRATOR, Role.REGISTRAR, Role.AUDITOR], "people.person", "view")
    grant(Role.ADMINISTRATOR, "people.person", "add", "change")
    grant(Role.REGISTRAR, "people.person", "change")
    grant(EVERY_ROLE, "people.organisation", "view")
    grant(Role.ADMINISTRATOR, "people.organisation", "add", "change")
    grant([Role.FUND_MANAGER, Role.NETWORK_COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR], "people.membership", "view")
    grant(Role.ADMINISTRATOR, "people.membership", "add", "change")


def _city_and_pages() -> None:
    grant(EVERY_ROLE, "places.district", "view")
    grant([Role.ADMINISTRATOR, Role.COMMUNICATOR, Role.AUDITOR], "places.city", "view")
    grant(Role.ADMINISTRATOR, "places.city", "add", "change")
    grant(Role.ADMINISTRATOR, "places.district", "add", "change")
    for model in ("pages.page", "pages.section", "pages.news"):
        grant([*EDITORS, Role.ADMINISTRATOR, Role.AUDITOR], model, "view")
        grant([Role.COMMUNICATOR, Role.ADMINISTRATOR], model, "add", "change")
    for model in ("pages.accessreport", "pages.feedback"):
        grant([Role.COMMUNICATOR, Role.ADMINISTRATOR, Role.AUDITOR], model, "view")
        grant([Role.COMMUNICATOR, Role.ADMINISTRATOR], model, "change")


def _commons() -> None:
    grant(EVERY_ROLE, "commons.item", "view")
    grant(EVERY_ROLE, "commons.theme", "view")
    grant(EVERY_ROLE, "files.storedfile", "view")
    grant([Role.COMMUNICATOR, Role.ADMINISTRATOR], "commons.theme", "add", "change")
    grant([Role.COMMUNICATOR, Role.ADMINISTRATOR, Role.AUDITOR], "commons.synonym", "view")
    grant([Role.COMMUNICATOR, Role.ADMINISTRATOR], "commons.synonym", "add", "change", "delete")
