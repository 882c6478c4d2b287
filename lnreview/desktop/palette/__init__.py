"""The command palette: whatever the window can do, found by a few letters (Ctrl+K).

Qt-free: what is offered (`offers`) and the order in which it is found (`ranking`). `sources` asks the window, the open
case, the store and the Book for offers; `panel` shows them. Only keys of commands, pages, steps and fields are kept
from one start to the next; a case, an entry of the Book or a button of a page never is.
"""
