"""What people see: one window with a rail of pages, and the session that binds them to the store."""

from lnreview.desktop.lasting_none import keep_none

keep_none()
