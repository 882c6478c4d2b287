"""The record of the open case: the timeline above, the whole record in tabs below."""

from lnreview.desktop.pages.case.page import CasePage

__all__ = ["CasePage"]
