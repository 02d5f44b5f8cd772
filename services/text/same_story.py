"""Whether two texts tell the same story, and in what way: decided by figures of `tests/quality/test_story_quality.py`.

* A *copy* has nearly all of the other, in its order: the syndicated report with another byline or headline.
* A *trim* is a copy of a part: the agency's report, cut.
* A *rewrite* shares enough of its wording, all over the text, that it cannot be by chance: words changed, paragraphs in
  another order, two reporters who quote the same statement.

What two texts share in one place only is a common footer, or the paragraph of background that an agency puts into every
report of an affair. It makes no story, so what is shared must be spread over half of the shorter text.

A page that has many reports in full would join all their stories. Agencies and editors cut from the end; so what a much
longer text has, but not near its beginning, is taken for one of many, and makes no story either.
"""

from typing import Literal

from services.text.minhash import Likeness

Kind = Literal["copy", "trim", "rewrite"]

LEAST_SHARED = 8
LEAST_SIMILAR = 0.08
LEAST_SPREAD = 0.5
MUCH_SHORTER = 0.4
LATEST_START = 0.2
COPY_SIMILAR = 0.8
COPY_ORDER = 0.8
TRIM_CONTAINED = 0.85
TRIM_LENGTH = 0.8


def kind_of(likeness: Likeness) -> Kind | None:
    """Tell in what way two texts tell the same story; None if they do not."""
    if likeness.shared < LEAST_SHARED or likeness.similarity < LEAST_SIMILAR or likeness.spread < LEAST_SPREAD:
        return None
    if likeness.length < MUCH_SHORTER and likeness.start > LATEST_START:
        return None
    if likeness.order < COPY_ORDER:
        return "rewrite"
    if likeness.similarity >= COPY_SIMILAR:
        return "copy"
    return "trim" if likeness.containment >= TRIM_CONTAINED and likeness.length <= TRIM_LENGTH else "rewrite"
