"""Language tags: the form of BCP 47, and what a declared one adds to what the text itself says."""

import re

UNDETERMINED = "und"
_TAG = re.compile(r"([a-z]{2,3})(-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_MAX_CHARS = 35
# BCP 47 wants the shortest code of a language; files state the three-letter ones too, and codes of one variety.
_SHORTEST = {
    "ara": "ar", "arb": "ar", "arz": "ar", "aze": "az", "ben": "bn", "deu": "de", "ger": "de", "eng": "en",
    "fas": "fa", "per": "fa", "pes": "fa", "prs": "fa-AF", "fra": "fr", "fre": "fr", "heb": "he", "iw": "he",
    "hin": "hi", "ind": "id", "in": "id", "kas": "ks", "kur": "ku", "pan": "pa", "pbu": "ps", "pbt": "ps",
    "pus": "ps", "rus": "ru", "snd": "sd", "spa": "es", "tur": "tr", "uig": "ug", "urd": "ur",
}  # fmt: skip


def valid_tag(declared: str | None) -> str | None:
    """Return a declared tag in its usual form (`ur-PK` for `UR_pk`), or None where it is none."""
    if declared is None:
        return None
    tag = declared.strip().replace("_", "-")
    if len(tag) > _MAX_CHARS or not _TAG.fullmatch(tag):
        return None
    primary, *rest = tag.lower().split("-")
    shaped = (part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest)
    return None if primary == UNDETERMINED else "-".join((_SHORTEST.get(primary, primary), *shaped))


def primary(tag: str) -> str:
    """Return the language of a tag, without script and region."""
    return tag.partition("-")[0]
