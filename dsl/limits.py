"""How large a text may be. Each limit has a diagnostic of its own, found before anything slow happens."""

from typing import Final

SOURCE_BYTES: Final = 256 * 1024
TOKENS: Final = 50_000
TOKENS_OF_A_LINE: Final = 2_000
OPEN_BRACKETS: Final = 32
UNARY_WORDS_IN_A_ROW: Final = 32
"""Signs and `not` that follow one another."""
NESTING: Final = 64
"""Brackets, signs, `not` and words like `sum of` that are open at one place."""
LEVELS_OF_INDENTATION: Final = 20
DIGITS_OF_A_NUMBER: Final = 18
"""Before the point."""
DECIMALS_OF_A_NUMBER: Final = 24
"""As many as a request may have: amounts that other systems keep as binary floats come with 22."""
STRING_BYTES: Final = 4 * 1024
TEXTS_IN_A_CHAIN: Final = 8
"""A tariff based on one that is based on one …, itself included."""
TEXTS_OF_A_TARIFF: Final = 32
"""All that it is made of, itself included."""
BYTES_OF_ALL_TEXTS: Final = 1024 * 1024
RULES: Final = 2_000
"""Rows of tables, tiers and prices, and declarations that are no inputs."""
MISTAKES: Final = 200
"""More are not looked for: a text like that is no tariff, or has one mistake on every line."""
