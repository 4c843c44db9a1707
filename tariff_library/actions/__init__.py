"""What a person or a program can do, one function each: the only way in which the library changes.

Every way in (API, studio, command line) passes here, so the rules of publishing are here and nowhere else.
What is wrong with what was asked is answered as a value of `tariff_library.answers`, never raised.
"""
