"""Dates as texts state them, read only where there is one way to read them.

Pure: nothing here knows today's date. A text is cut into tokens (`tokens`), the tokens are put into shapes such as
"day, month, year" (`shapes`, `clock`), each shape gives the spans of days it can mean (`calendars`), and the spans are
compared (`parse`). Names of months and the like are data, one file a language, in `words/`; what a language says
about the order of day and month is in `words/customs.toml`.
"""

from services.text.dates.parse import parse_date
from services.text.dates.stated import Stated

__all__ = ["Stated", "parse_date"]
