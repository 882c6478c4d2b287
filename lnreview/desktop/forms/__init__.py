"""Forms made from the record's own models: the type of a field decides the widget, its docstring is the help."""
