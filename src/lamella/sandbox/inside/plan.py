"""What lamella tells the first process of a cell before anything runs in it."""

from typing import TypedDict


class Root(TypedDict):
    """The root filesystem, made in the order of the fields; targets are absolute paths inside.

    Attributes:
        folders: Empty folders.
        links: Symbolic links: where, and what they point to.
        texts: Small files: where, and their content.
        binds: What of the machine is visible, read-only: source and target. Later ones may lie in earlier ones.
        masks: Folders in what is bound that are hidden by an empty one.
        copies: Folders that are copied to memory instead: source and target.
        devices: Device files of the machine.
        tmp_mb: Size of /tmp.
    """

    folders: list[str]
    links: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    binds: list[tuple[str, str]]
    masks: list[str]
    copies: list[tuple[str, str]]
    devices: list[str]
    tmp_mb: int


class Plan(TypedDict):
    """How a cell is set up.

    Attributes:
        root: `None` when this is not the cell's to make.
        copies: Folders to copy into existing empty ones, where the root is not the cell's to make.
        network: Whether the machine's network is shared.
        user, group: Numeric ids of the processes.
        port: Of the listening socket on 127.0.0.1; 0 takes a free one.
        folder: Where processes start.
        traced: The folder whose reads are recorded.
        probed: The folder whose failed opens are recorded.
        memory_kb: Limit of all processes together.
        processes: Limit of processes and threads; `None` for the machine's.
    """

    root: Root | None
    copies: list[tuple[str, str]]
    network: bool
    user: int
    group: int
    port: int
    folder: str
    traced: str | None
    probed: str | None
    memory_kb: int
    processes: int | None
