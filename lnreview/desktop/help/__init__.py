"""The help beside the page: what the page answers, what people do here, the field in hand, the keys (F1).

The texts are `resources/help/<language>/<page>.md`; the keys are read from the window itself, so they are always true.
"""
