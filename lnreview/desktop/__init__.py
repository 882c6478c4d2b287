"""What people see: one window with a rail of pages, and the session that binds them to the store."""

from lnreview.desktop.lasting_singletons import keep_singletons

keep_singletons()
