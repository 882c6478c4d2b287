"""The letter: which document, what it lacks, what it prints, and the true PDF beside it until it is issued."""

from lnreview.desktop.pages.letter.page import LetterPage

__all__ = ["LetterPage"]
