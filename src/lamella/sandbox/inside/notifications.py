"""Asks the kernel to stop a process at system calls that name a file, and tell another: see seccomp_unotify(2)."""

import ctypes
import fcntl
import os
import struct
from typing import NamedTuple

_SET_FILTER, _NEW_LISTENER = 1, 8
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_INSTRUCTION = struct.Struct("=HBBI")
_NOTICE = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1


class Calls(NamedTuple):
    """Numbers of system calls, from the kernel's tables.

    Attributes:
        architecture: AUDIT_ARCH_*.
        seccomp: The call itself.
        named: Calls whose first argument is a path.
        named_at: Calls whose first argument is a folder and whose second is a path.
    """

    architecture: int
    seccomp: int
    named: frozenset[int]
    named_at: frozenset[int]


# open, stat, lstat, access, readlink; openat, newfstatat, readlinkat, faccessat, statx, openat2, faccessat2. execve is
# missing: the one that starts the process would wait for an answer from who waits for its success.
_X86_64 = Calls(0xC000003E, 317, frozenset({2, 4, 6, 21, 89}), frozenset({257, 262, 267, 269, 332, 437, 439}))
_AARCH64 = Calls(0xC00000B7, 277, frozenset(), frozenset({56, 79, 78, 48, 291, 437, 439}))
_CALLS = {"x86_64": _X86_64, "aarch64": _AARCH64}


class Notice(NamedTuple):
    """A thread that waits in a system call: the path is at an address in its memory, relative to a folder of its."""

    id: int
    thread: int
    folder: int | None
    address: int


def calls() -> Calls | None:
    """Return this machine's numbers; `None` for one that is not known here."""
    return _CALLS.get(os.uname().machine)


def listen(of: Calls) -> int:
    """Let this process, and what it becomes and starts, wait at the calls; return what notices are read from.

    The process must have given up new privileges.

    Raises:
        OSError: The kernel is too old, or somebody listens to this process already.
    """
    numbers = [*of.named, *of.named_at]
    jumps = [(_JUMP_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_IF_EQUAL, 0, len(numbers) + 1, of.architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        *jumps,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _NOTIFY),
    ]
    code = ctypes.create_string_buffer(b"".join(_INSTRUCTION.pack(*each) for each in program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    listener: int = libc.syscall(of.seccomp, _SET_FILTER, _NEW_LISTENER, header)
    if listener < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
    return listener


def receive(listener: int, of: Calls) -> Notice:
    """Take the next notice.

    Raises:
        OSError: Its thread has ended meanwhile.
    """
    buffer = bytearray(_NOTICE.size)
    fcntl.ioctl(listener, _RECEIVE, buffer)
    notice_id, thread, _, number, _, _, first, second, *_ = _NOTICE.unpack(buffer)
    if number in of.named:
        return Notice(notice_id, thread, None, first)
    folder = ctypes.c_int32(first & 0xFFFFFFFF).value
    return Notice(notice_id, thread, folder if folder >= 0 else None, second)


def go_on(listener: int, notice: Notice) -> None:
    """Let the thread do its call.

    Raises:
        OSError: It has ended meanwhile.
    """
    fcntl.ioctl(listener, _SEND, _ANSWER.pack(notice.id, 0, 0, _CONTINUE))
