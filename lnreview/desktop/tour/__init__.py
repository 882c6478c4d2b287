"""The two-minute tour: one invented case, one real thing to do or to see at each step, the place of it marked.

`steps` is the text, `card` shows it, `guide` goes from step to step. It works on a case of its own and touches no other.
"""
