"""Funds with their years and rounds, applications, granted projects."""

from funds.models.applications import Application, ApplicationRows, Inquiry, InquiryRows
from funds.models.projects import Project, ProjectRows
from funds.models.rounds import Fund, FundRows, FundYear, Round, RoundRows

__all__ = [
    "Application",
    "ApplicationRows",
    "Fund",
    "FundRows",
    "FundYear",
    "Inquiry",
    "InquiryRows",
    "Project",
    "ProjectRows",
    "Round",
    "RoundRows",
]
