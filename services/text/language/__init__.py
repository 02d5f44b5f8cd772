"""Which language, script and direction a text has, and which of its paragraphs are in another.

`profiles/` holds what is known of each language, `evidence` counts it, `model` asks the small model, and `identify`
decides.
"""

from services.text.language.identify import Identified, identify
from services.text.language.model import load_model
from services.text.language.passages import passages
from services.text.language.tags import UNDETERMINED, valid_tag

__all__ = ["UNDETERMINED", "Identified", "identify", "load_model", "passages", "valid_tag"]
