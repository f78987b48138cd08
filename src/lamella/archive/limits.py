"""What the reader refuses before it does any work."""

from dataclasses import dataclass

from lamella.limits import limits


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Sizes in bytes, counts, and how far data may expand.

    Attributes:
        archive_bytes: Of the zip file; every file of a layer fits in it uncompressed.
        unzipped_bytes: Sum of all entries; AWS's quota for a function and its layers.
        entries: Entries of the central directory.
        entry_ratio: Largest expansion of an entry of more than `ratio_from_bytes`; deflate's own limit is 1,032.
        archive_ratio: Largest expansion of the whole, from the same size on.
        ratio_from_bytes: Below it, ratios are not looked at: small files of one repeated byte are honest, and so are
            libraries that are padded to pages of 2 MiB (Pillow's libXau: 9 kB for 2.1 MB).
    """

    archive_bytes: int = 260 * 1024 * 1024
    unzipped_bytes: int = limits().unzipped_bytes
    entries: int = 50_000
    entry_ratio: int = 200
    archive_ratio: int = 100
    ratio_from_bytes: int = 16 * 1024 * 1024
