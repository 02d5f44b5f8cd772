"""Articles as they are scraped, written for these tests, and what is to be read in them."""

from tests.quality.plain.datelines import datelines, no_datelines
from tests.quality.plain.furniture import furniture
from tests.quality.plain.sites import sites
from tests.quality.plain.wraps import wraps

CASES = {**furniture(), **datelines(), **no_datelines(), **wraps(), **sites()}
