"""The walk: the steps on the left, the finding in the centre, rule and source on the right, the verdict, the plan."""

from lnreview.desktop.pages.walk.page import WalkPage

__all__ = ["WalkPage"]
