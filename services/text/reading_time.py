"""How long an article takes to read.

Measured rates, in words a minute, are those of S. Trauzettel-Klosinski and K. Dietz, "Standardized Assessment of
Reading Performance: The New International Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53
(2012), 5452-5461: adults reading aloud a text of the same content in their own language. Silent reading is faster
(English: 238 words a minute, M. Brysbaert, 2019), skimming much faster. No such figures were found for Urdu, Persian,
Pashto, Sindhi, Punjabi, Hindi, Bengali, Uyghur and Kurdish: their rate, like that of any other language, is the mean of
those measured.
"""

MEASURED = {
    "ar": 138, "de": 179, "en": 228, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "nl": 202, "pl": 166,
    "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166,
}  # fmt: skip
ESTIMATED = 184
"""The mean over the 17 languages of that study; 29 is its standard deviation."""
_SECONDS = 60


def reading_time_s(words: int, language: str) -> int:
    """Return the seconds that so many words take, rounded up.

    Args:
        words: as white space parts them.
        language: BCP 47 tag or `und`.
    """
    rate = MEASURED.get(language.partition("-")[0], ESTIMATED)
    return -(-words * _SECONDS // rate)
