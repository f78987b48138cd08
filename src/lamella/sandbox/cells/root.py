"""What a sandbox's root filesystem holds: the rooms, the interpreter, and what the runtime's image is known to have."""

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

from lamella.errors import ToolError
from lamella.images import image
from lamella.sandbox.cells import libraries
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.inside.plan import Root

USER, GROUP, USER_NAME = 993, 990, "sbx_user1051"  # as `id` prints them in a Lambda function
HOST_NAME = "lambda"
OPT, TASK, RUNTIME, LANG = "/opt", "/var/task", "/var/runtime", "/var/lang"
_LIBRARIES, _PROGRAMS = "/usr/lib64", "/usr/bin"
_BUNDLE = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"
_FOLDERS = (OPT, TASK, RUNTIME, f"{LANG}/bin", "/dev", "/etc")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_LINKS = (
    ("/dev/fd", "/proc/self/fd"),
    ("/dev/stdin", "/proc/self/fd/0"),
    ("/dev/stdout", "/proc/self/fd/1"),
    ("/dev/stderr", "/proc/self/fd/2"),
    ("/etc/pki/tls/cert.pem", _BUNDLE),
    ("/etc/pki/tls/certs/ca-bundle.crt", _BUNDLE),
    ("/etc/ssl/certs", "../pki/tls/certs"),
    ("/etc/ssl/cert.pem", _BUNDLE),
)
_STRICT_LINKS = (
    ("/bin", "usr/bin"),
    ("/sbin", "usr/bin"),
    ("/lib", "usr/lib"),
    ("/lib64", "usr/lib64"),
    ("/usr/bin/sh", "bash"),
    # OpenSSL of Debian looks here.
    ("/usr/lib/ssl/certs", "/etc/ssl/certs"),
    ("/usr/lib/ssl/cert.pem", _BUNDLE),
)
# Debian's `site` adds this folder for every prefix.
_DEBIAN_PACKAGES = "python3/dist-packages"
_HOST_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", _BUNDLE, "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem")
_LOOSE = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
_TEXTS = (
    (
        "/etc/passwd",
        f"root:x:0:0:root:/root:/bin/bash\n{USER_NAME}:x:{USER}:{GROUP}::/home/{USER_NAME}:/sbin/nologin\n",
    ),
    ("/etc/group", f"root:x:0:\n{USER_NAME}:x:{GROUP}:\n"),
    ("/etc/hosts", f"127.0.0.1 localhost {HOST_NAME}\n"),
    ("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
)


def plan(rooms: Rooms, function: Function, rules: Rules) -> Root:
    """Return what the root is made of; every source is a real path of this machine.

    Raises:
        ToolError: The interpreter has no standard library beside it.
    """
    links, binds = list(_LINKS), []
    if rules.loose:
        links += [(path, str(Path(path).readlink())) for path in _LOOSE if Path(path).is_symlink()]
        binds += [(path, path) for path in _LOOSE if Path(path).exists() and not Path(path).is_symlink()]
    else:
        links += [*_STRICT_LINKS, (f"/usr/lib/{platform.machine()}-linux-gnu", "../lib64")]
        binds += _listed(rooms.interpreter, function.target.facts.os)
    binds += _interpreter(rooms)
    links += [(f"{LANG}/bin/{name}", rooms.interpreter.resolve().name) for name in ("python3", "python")]
    binds += [(source, _BUNDLE) for source in _HOST_BUNDLES if Path(source).is_file()][:1]
    binds.append((str(rooms.runtime), RUNTIME))
    if rooms.task is not None:
        binds.append((str(rooms.task), TASK))
    if rules.network and Path("/etc/resolv.conf").exists():
        binds.append(("/etc/resolv.conf", "/etc/resolv.conf"))
    copied = rules.traced
    if not copied:
        binds.append((str(rooms.opt), OPT))
    return {
        "folders": list(_FOLDERS),
        "links": links,
        "texts": list(_TEXTS),
        "binds": [(str(Path(source).resolve()), target) for source, target in binds],
        "masks": _masked(rooms),
        "copies": [(str(rooms.opt.resolve()), OPT)] if copied else [],
        "devices": list(_DEVICES),
        "tmp_mb": function.tmp_mb,
    }


def _listed(interpreter: Path, system: str) -> Iterator[tuple[str, str]]:
    """Yield what the image has, as far as this machine has it, and what that and the interpreter are linked to."""
    known = image(system)
    programs = {name: found for name in known.programs if (found := shutil.which(name, path="/usr/bin:/bin"))}
    # The images have no Tk, and with it this machine's graphics libraries would be visible.
    library = standard_library(interpreter)
    modules = (each for each in library.glob("lib-dynload/*.so") if "_tkinter" not in each.name)
    linked = libraries.needs((interpreter, *modules, *(Path(each) for each in programs.values())), library.parent)
    installed = libraries.installed()
    visible = {name: installed[name] for name in known.libraries if name in installed} | dict(linked.libraries)
    for name, path in programs.items():
        yield path, f"{_PROGRAMS}/{name}"
    for name, real in visible.items():
        yield str(real), f"{_LIBRARIES}/{name}"
    if linked.loader is not None and Path(linked.loader).parent != Path("/lib64"):
        yield linked.loader, linked.loader


def _interpreter(rooms: Rooms) -> Iterator[tuple[str, str]]:
    """Yield the parts of the interpreter's prefix that make /var/lang, with what takes site-packages' place."""
    library = standard_library(rooms.interpreter)
    folder = f"{LANG}/{library.parent.name}"
    yield str(rooms.interpreter), f"{LANG}/bin/{rooms.interpreter.resolve().name}"
    yield str(library), f"{folder}/{library.name}"
    for shared in library.parent.glob("libpython3*.so*"):
        yield str(shared), f"{folder}/{shared.name}"
    if rooms.site_packages is not None:
        yield from ((str(rooms.site_packages), f"{folder}/{place}") for place in _package_folders(library))


def _package_folders(library: Path) -> list[str]:
    """Return where the interpreter looks for packages, relative to `lib`."""
    folders = [f"{library.name}/site-packages", f"{library.name}/dist-packages"]
    found = [folder for folder in folders if (library.parent / folder).is_dir()]
    if found or (library.parent / _DEBIAN_PACKAGES).is_dir():
        return found or [_DEBIAN_PACKAGES]
    raise ToolError(
        f"{library} has no site-packages",
        why="the runtime's packages take that folder's place",
        hint=f"create it: mkdir {library / 'site-packages'}",
    )


def _masked(rooms: Rooms) -> list[str]:
    """Return the interpreter's own packages, where nothing takes their place."""
    library = standard_library(rooms.interpreter)
    if rooms.site_packages is not None:
        return []
    own = [library / name for name in ("site-packages", "dist-packages")]
    return [f"{LANG}/{library.parent.name}/{library.name}/{folder.name}" for folder in own if folder.is_dir()]


def standard_library(interpreter: Path) -> Path:
    """Return the folder of an interpreter's standard library, as `/usr/lib/python3.12`.

    Raises:
        ToolError: There is none beside it.
    """
    real = interpreter.resolve()
    for folder in ("lib", "lib64"):
        library = real.parent.parent / folder / real.name
        if (library / "os.py").is_file():
            return library
    raise ToolError(
        f"{interpreter} has no standard library beside it",
        why=f"{real.parent.parent}/lib/{real.name}/os.py does not exist",
        hint="choose an interpreter that is installed as bin/python3.X and lib/python3.X, such as uv's or pyenv's",
    )
