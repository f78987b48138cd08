"""What a supervisor and those who start it or ask it tell each other."""

import msgspec

STATUS_PATH = "/_lamella/status"


class Settings(msgspec.Struct, frozen=True):
    """What a supervisor is started with.

    Attributes:
        folder: The embedded cloud's part of the state folder.
        cache: Lamella's cache.
        region: Of requests that name none.
        port: The public one; 0 takes the last one, or a free one.
        auth: Whether requests are held against IAM policies.
        report: A file descriptor that takes one `Report`.
    """

    folder: str
    cache: str
    region: str
    port: int
    auth: bool
    report: int


class Report(msgspec.Struct, frozen=True):
    """How the start ended: with an endpoint, or with an error."""

    endpoint: str = ""
    what: str = ""
    why: str = ""
    hint: str = ""


class Status(msgspec.Struct, frozen=True):
    """What a running embedded cloud answers at `STATUS_PATH`."""

    pid: int
    endpoint: str
    region: str
    accounts: tuple[str, ...]
    auth: bool
