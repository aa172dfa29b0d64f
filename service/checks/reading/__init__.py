"""Reads what sentences say in numbers, dates and times, in either language.

`Text` is a sentence prepared once; `vietnamese.read` and `english.read` turn it into a `Reading`,
which the checks compare.
"""
