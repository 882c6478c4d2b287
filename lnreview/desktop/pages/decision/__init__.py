"""The decision page: the request held against the plan's policy, and the determination that follows."""

from lnreview.desktop.pages.decision.page import DecisionPage

__all__ = ["DecisionPage"]
