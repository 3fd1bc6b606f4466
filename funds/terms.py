"""What a fund does after a grant where it has not said otherwise, and the places of its agreement."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civicportal.kernel.text import LocalizedText
from funds.enums.after import PlanKind
from funds.models import Fund, GrantTerms

PLACES: dict[str, str | Promise] = {
    "grantee": _("who gets the money"),
    "project": _("the name of the project"),
    "amount": _("the sum"),
    "fund": _("the fund"),
    "reference": _("the number of the application"),
    "starts": _("the first day"),
    "ends": _("the last day"),
    "payments": _("the parts of the money, one a line"),
    "report_by": _("the last day for the report"),
    "conditions": _("the conditions of the decision"),
}
"""What may stand in braces in an agreement."""

AGREEMENT = LocalizedText(
    sv="""{grantee} får {amount} av {fund} för projektet ”{project}”, ansökan {reference}.

1. Pengarna används till det som står i ansökan och i dess budget.
2. Projektet pågår från {starts} till {ends}.
3. Pengarna betalas så här:
{payments}
4. Vill du ändra något, till exempel dagar, budget eller kontaktperson, frågar du fonden först.
5. Du berättar öppet hur det går och vad ni lär er, också när det inte blir som ni tänkt.
6. Senast {report_by} redovisar du hur det gick och vad pengarna gick till, med kvitton.
7. Pengar som inte har använts lämnas tillbaka.

{conditions}""",
    en="""{grantee} gets {amount} from {fund} for the project “{project}”, application {reference}.

1. The money is used for what the application and its budget say.
2. The project runs from {starts} to {ends}.
3. The money is paid like this:
{payments}
4. If you want to change something, such as dates, budget or contact person, you ask the fund first.
5. You tell openly how it goes and what you learn, also when it does not turn out as you thought.
6. By {report_by} you report how it went and what the money went to, with receipts.
7. Money that has not been used is given back.

{conditions}""",
)

HOW_PAID = LocalizedText(
    sv="Vi frågar aldrig efter ditt kontonummer här, och portalen sparar inget. Privatpersoner anmäler sitt konto med"
    " e-legitimation hos stadens bank. Föreningar och företag får pengarna till det konto som stadens ekonomiavdelning"
    " redan har, eller som ni skickar till den på en faktura.",
    en="We never ask for your account number here, and the portal keeps none. Private persons register their account"
    " with an e-ID at the city's bank. Associations and companies get the money to the account that the city's finance"
    " office already has, or that you send to it on an invoice.",
)


def terms_of(fund: Fund) -> GrantTerms:
    """The fund's own terms, or unsaved ones with the portal's words."""
    found = GrantTerms.objects.filter(fund=fund).first()
    return found or GrantTerms(fund=fund, agreement=AGREEMENT, how_paid=HOW_PAID, plan=PlanKind.HALVES)
