"""Funds with their years and rounds, applications, granted projects."""

from funds.models.agreements import (
    Agreement,
    ChangeRequest,
    GrantTerms,
    Payment,
    PaymentBatch,
    PaymentRows,
)
from funds.models.aid import AidAward, AidAwardRows, AidDeclaration
from funds.models.applications import Application, ApplicationRows, Inquiry, InquiryRows
from funds.models.coaching import (
    Booking,
    BookingRows,
    Coaching,
    CoachingRows,
    CoachNote,
    CoachTime,
    CoachTimeRows,
    CoachTurn,
    Readiness,
)
from funds.models.deciding import Pending, Reserve, Scenario, ScenarioLine, Sitting
from funds.models.outreach import CameFrom, Source, SourceDay, SourceRows
from funds.models.projects import Project, ProjectRows
from funds.models.reports import CheckIn, ProjectUpdate, Receipt, Report
from funds.models.rounds import Fund, FundRows, FundYear, Round, RoundRows

__all__ = [
    "Agreement",
    "AidAward",
    "AidAwardRows",
    "AidDeclaration",
    "Application",
    "ApplicationRows",
    "Booking",
    "BookingRows",
    "CameFrom",
    "ChangeRequest",
    "CheckIn",
    "CoachNote",
    "CoachTime",
    "CoachTimeRows",
    "CoachTurn",
    "Coaching",
    "CoachingRows",
    "Fund",
    "FundRows",
    "FundYear",
    "GrantTerms",
    "Inquiry",
    "InquiryRows",
    "Payment",
    "PaymentBatch",
    "PaymentRows",
    "Pending",
    "Project",
    "ProjectRows",
    "ProjectUpdate",
    "Readiness",
    "Receipt",
    "Report",
    "Reserve",
    "Round",
    "RoundRows",
    "Scenario",
    "ScenarioLine",
    "Sitting",
    "Source",
    "SourceDay",
    "SourceRows",
]
