"""Makes the root filesystem of a cell in a new mount namespace."""

import os
from pathlib import Path

from lamella.sandbox.inside import linux
from lamella.sandbox.inside.copies import copy_tree
from lamella.sandbox.inside.plan import Root

_TMPFS = linux.MS_NOSUID | linux.MS_NODEV
# Any folder does that every machine has; what is hidden there is in sight again below _OLD.
_BASE = Path("/tmp")  # noqa: S108
_NEW, _OLD = "/new", "/old"
_KEPT_FLAGS = (
    (os.ST_NOSUID, linux.MS_NOSUID),
    (os.ST_NODEV, linux.MS_NODEV),
    (os.ST_NOEXEC, linux.MS_NOEXEC),
    (os.ST_NOATIME, linux.MS_NOATIME),
    (os.ST_NODIRATIME, linux.MS_NODIRATIME),
    (os.ST_RELATIME, linux.MS_RELATIME),
)


def enter(root: Root, user: int, group: int) -> None:
    """Make the root and go there; of the machine's own nothing else stays in sight.

    The process must be the first of new mount and PID namespaces, with the right to mount.

    Raises:
        OSError: A step is refused; the message names it.
    """
    linux.mount("", "/", "", linux.MS_SLAVE | linux.MS_REC)
    linux.mount("tmpfs", str(_BASE), "tmpfs", _TMPFS, "mode=755,size=8m")
    os.chdir(_BASE)
    Path(_NEW[1:]).mkdir()
    Path(_OLD[1:]).mkdir()
    linux.mount(_NEW[1:], _NEW[1:], "", linux.MS_BIND)
    linux.pivot_root(".", _OLD[1:])
    os.chdir("/")
    _fill(root)
    _mount_memory(root, user, group)
    linux.detach(_OLD)
    os.chdir(_NEW)
    linux.pivot_root(".", ".")
    linux.detach(".")
    os.chdir("/")
    _make_read_only("/")


def _fill(root: Root) -> None:
    for folder in root["folders"]:
        Path(_NEW + folder).mkdir(parents=True, exist_ok=True)
    for at, target in root["links"]:
        _with_parent(at).symlink_to(target)
    for at, content in root["texts"]:
        _with_parent(at).write_text(content, "utf-8")
    for source, target in root["binds"]:
        _bind(source, target)
        _make_read_only(_NEW + target)
    for target in root["masks"]:
        linux.mount("tmpfs", _NEW + target, "tmpfs", _TMPFS | linux.MS_RDONLY, "mode=755,size=4k")
    for device in root["devices"]:
        _bind(device, device)


def _mount_memory(root: Root, user: int, group: int) -> None:
    tmp, proc = _NEW + str(_BASE), _NEW + "/proc"
    Path(tmp).mkdir()
    Path(proc).mkdir()
    linux.mount("proc", proc, "proc", _TMPFS | linux.MS_NOEXEC)
    options = f"mode=1777,size={root['tmp_mb']}m,uid={user},gid={group}"
    linux.mount("tmpfs", tmp, "tmpfs", _TMPFS, options)
    for source, target in root["copies"]:
        Path(_NEW + target).mkdir(parents=True, exist_ok=True)
        # Not read-only: such a mount keeps no access times. The modes of the copies let nobody write.
        linux.mount("tmpfs", _NEW + target, "tmpfs", _TMPFS | linux.MS_STRICTATIME, "mode=755")
        copy_tree(Path(_OLD + source), Path(_NEW + target))


def _bind(source: str, target: str) -> None:
    if Path(_OLD + source).is_dir():
        Path(_NEW + target).mkdir(parents=True, exist_ok=True)
    else:
        _with_parent(target).touch()
    # In a user namespace a part of the mounts cannot be had without what is mounted below it.
    linux.mount(_OLD + source, _NEW + target, "", linux.MS_BIND | linux.MS_REC)


def _make_read_only(target: str) -> None:
    """Remount; flags that the machine gave are kept, since a user namespace may not drop them."""
    given = os.statvfs(target).f_flag
    kept = sum(mount_flag for flag, mount_flag in _KEPT_FLAGS if given & flag)
    linux.mount("", target, "", linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | kept)


def _with_parent(target: str) -> Path:
    path = Path(_NEW + target)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
