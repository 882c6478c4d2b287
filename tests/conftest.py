"""Settings that must stand before Qt is imported: no screen, unless LNREVIEW_ON_SCREEN asks for one."""

import os

if not os.environ.get("LNREVIEW_ON_SCREEN"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
