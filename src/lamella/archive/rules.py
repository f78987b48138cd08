"""The rules that honest zips keep, each with its stable code and what it says."""

from enum import Enum

from lamella.errors import HostileArchiveError


class Rule(Enum):
    """A rule of the reader; `code` never changes, `message` is for people.

    The structural rules follow PKWARE's APPNOTE 6.3.10, narrowed to what has one reading for every unpacker.
    """

    TOO_LARGE = "archive-too-large", "the archive is larger than any layer may be"
    NO_END_RECORD = "no-end-record", "no end of central directory record where the file ends"
    SEVERAL_END_RECORDS = "several-end-records", "more than one end of central directory record"
    ZIP64 = "zip64", "Zip64 records, which no layer within AWS's limits needs"
    SPANNED = "spanned", "the archive is spread over several disks"
    COUNTS_DISAGREE = "counts-disagree", "the end record and the central directory disagree"
    BAD_HEADER = "bad-header", "a header is cut short or has the wrong signature"
    BAD_EXTRA = "bad-extra-field", "an extra field does not fit its header"
    LOCAL_DISAGREES = "local-disagrees", "the local header says something else than the central directory"
    BAD_DESCRIPTOR = "bad-data-descriptor", "the data descriptor says something else than the central directory"
    NOT_CONTIGUOUS = "not-contiguous", "entries overlap, or there are bytes that belong to no entry"
    ENCRYPTED = "encrypted", "an entry is encrypted"
    UNKNOWN_FLAGS = "unknown-flags", "reserved or unsupported flags are set"
    UNKNOWN_METHOD = "unknown-method", "a compression method other than stored (0) and deflate (8)"
    TOO_MANY_ENTRIES = "too-many-entries", "more entries or folders than the reader accepts"
    TOO_MANY_BYTES = "too-many-bytes", "the entries are larger than a function and its layers may be"
    BAD_RATIO = "compression-ratio", "data that unpacks to far more than honest files do"
    BAD_DATA = "bad-data", "the compressed data is damaged or does not end where it should"
    BAD_SIZE = "bad-size", "the data has another size than its header says"
    BAD_CHECKSUM = "bad-checksum", "the data has another CRC-32 than its header says"
    NAME_EMPTY = "name-empty", "an entry has no name"
    NAME_TOO_LONG = "name-too-long", "a name is too long or nested too deep"
    NAME_ENCODING = "name-encoding", "a name is not valid UTF-8, or is given twice and differently"
    NAME_CHARACTER = "name-character", "a name has a control, bidirectional or backslash character"
    NAME_ABSOLUTE = "name-absolute", "a name is absolute or starts with a drive"
    NAME_TRAVERSAL = "name-traversal", "a name has an empty, `.` or `..` part"
    DUPLICATE = "duplicate-name", "a name is there twice"
    CASE_COLLISION = "case-collision", "two names differ only in case or Unicode form"
    FILE_AND_FOLDER = "file-and-folder", "a name is both a file and a folder"
    MODE = "special-file", "an entry is a device, a pipe or a socket, or its mode contradicts its name"
    FOLDER_WITH_DATA = "folder-with-data", "a folder entry carries data"
    LINK_ESCAPES = "link-escapes", "a symbolic link is absolute or leads out of the layer"
    LINK_CHAIN = "link-chain", "symbolic links form a loop or too long a chain"

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message

    def broken(self, detail: str = "") -> HostileArchiveError:
        """Return the error to raise; `detail` names the entry or the figures."""
        return HostileArchiveError(self.code, f"{self.message}: {detail}" if detail else self.message)
