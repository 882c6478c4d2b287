"""A request held against a plan's policy: criteria as a tree, three-valued, and what follows for the reviewer."""
