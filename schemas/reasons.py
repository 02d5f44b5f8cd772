"""Why a file was not taken, and why an article has no publication date: one enumerated reason each."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a document (or one item of it) was rejected. The detail beside it says what to do."""

    EMPTY = "empty"
    NO_ARTICLE = "no_article"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    UNSUPPORTED_TYPE = "unsupported_type"
    TYPE_MISMATCH = "type_mismatch"
    MALFORMED = "malformed"
    ENCRYPTED = "encrypted"
    GARBLED_TEXT = "garbled_text"
    ARCHIVE_BOMB = "archive_bomb"
    UNSAFE_PATH = "unsafe_path"
    NOT_REGULAR = "not_regular"
    UNREADABLE = "unreadable"
    PARSER_LIMIT = "parser_limit"
    PARSER_FAILED = "parser_failed"
    WITHDRAWN = "withdrawn"

    @property
    def meaning(self) -> str:
        """One sentence for people, shown where no more particular detail is known."""
        return _MEANINGS[self]


_MEANINGS = {
    Reason.EMPTY: "the file has no text in it",
    Reason.NO_ARTICLE: "the file was read, but holds nothing that could be an article",
    Reason.TOO_LARGE: "the file, or an article in it, is larger than the configured limit",
    Reason.BINARY: "the file is not text",
    Reason.UNDECODABLE: "the text is in no encoding that could be told",
    Reason.UNSUPPORTED_TYPE: "no reader takes files of this type",
    Reason.TYPE_MISMATCH: "the file is of another type than its name says",
    Reason.MALFORMED: "the file does not keep the rules of its own format",
    Reason.ENCRYPTED: "the file, or a part of it, needs a password",
    Reason.GARBLED_TEXT: "the file yields letters, but no text: its fonts do not say what they show",
    Reason.ARCHIVE_BOMB: "the archive unpacks to far more than any archive of articles would",
    Reason.UNSAFE_PATH: "the archive holds something that would lie outside of it, or no file at all",
    Reason.NOT_REGULAR: "not a regular file inside the watched folder (a pipe, a device, a link or a folder)",
    Reason.UNREADABLE: "the file could not be opened or read",
    Reason.PARSER_LIMIT: "reading the file took more memory, depth or time than is allowed",
    Reason.PARSER_FAILED: "Khabar failed on this file; that is a fault of its own, told in ingest's log",
    Reason.WITHDRAWN: "the article was withdrawn, and a file does not bring it back",
}


class PublishedAtReason(StrEnum):
    """Why `published_at` is null."""

    EMPTY_LABEL = "empty_label"
    NOT_STATED = "not_stated"
    IMPLAUSIBLE = "implausible"
    UNPARSED = "unparsed"
    AMBIGUOUS = "ambiguous"


class DeadReason(StrEnum):
    """Why a message lies among a consumer's dead letters."""

    UNDECODABLE = "undecodable"
    ATTEMPTS_EXHAUSTED = "attempts_exhausted"
    CRASHED_CONSUMER = "crashed_consumer"
