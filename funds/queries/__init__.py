"""Reads shaped for pages, and getters that check access: in public, the applicant's own, the backoffice."""
