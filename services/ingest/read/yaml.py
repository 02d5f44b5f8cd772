"""YAML as it is written: text, lists and mappings, no types, so that a date is read by our own rules."""

from typing import Any

from schemas.reasons import Reason
from services.ingest.draft import Refusal

_MAX_DEPTH = 32


def parse_yaml(text: str) -> Any:
    """Parse one YAML document. Aliases are refused: a few of them stand for more than any memory holds.

    Raises:
        Refusal: MALFORMED.
    """
    # Imported here: few files need it.
    import yaml

    class Loader(yaml.BaseLoader):
        """Takes no aliases."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not taken")
            return super().compose_node(parent, index)

    # The parser goes down recursively, and so does whoever reads what it makes.
    if max(text.count("["), text.count("{"), text.count("- -")) > _MAX_DEPTH:
        raise Refusal(Reason.MALFORMED, "not YAML: nested more deeply than any article is")
    try:
        return yaml.load(text, Loader)  # noqa: S506  the base loader makes text, lists and mappings only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refusal(Reason.MALFORMED, f"not YAML: {' '.join(str(error).split())[:200]}") from error
