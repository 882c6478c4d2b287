"""The timeline of a case: `panel` with line and tools, `view` the picture, `paint` its pen, `stops` what is on it,
`range` the time that is shown, `way` the keys from stop to stop.
"""
