"""Long work: done away from the window, shown at its foot, stopped without residue.

A job is a function that never sees the window (`job.py`); the runner does one after another (`runner.py`); the desk at
the foot of the window shows how far it is and what came of it (`desk.py`). A page starts one with `Session.start`.
"""
