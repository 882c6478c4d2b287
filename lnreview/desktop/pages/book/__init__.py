"""The Book: everything in the guideline pack, without a case: rules, numbers, therapies, conflicts, sources."""

from lnreview.desktop.pages.book.page import BookPage

__all__ = ["BookPage"]
