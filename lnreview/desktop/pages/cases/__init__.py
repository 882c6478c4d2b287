"""The list of cases: search, filters under names, columns to choose; Enter opens a case."""

from lnreview.desktop.pages.cases.page import CasesPage

__all__ = ["CasesPage"]
