"""Fetches vulnerability data from an OSV address, and from an index which releases were yanked."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from lamella.atomic import replacing
from lamella.errors import LamellaError

SOURCE: Final = "https://osv-vulnerabilities.storage.googleapis.com"
ECOSYSTEMS: Final = ("PyPI", "npm")
_TIMEOUT_S = 60.0
_CHUNK_BYTES = 1 << 20
_MOST_BYTES = 2_000_000_000
_SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"


def fetch_advisories(source: str, ecosystem: str, to: Path) -> int:
    """Fetch the records of an ecosystem, `SOURCE/ECOSYSTEM/all.zip`; return the size in bytes.

    The file appears whole or not at all.

    Raises:
        LamellaError: The address cannot be read.
    """
    url = f"{source.rstrip('/')}/{ecosystem}/all.zip"
    size_bytes = 0
    try:
        with _open(url) as answer, replacing(to) as file:
            while chunk := answer.read(_CHUNK_BYTES):
                size_bytes += len(chunk)
                if size_bytes > _MOST_BYTES:
                    raise LamellaError(f"{url} is larger than {_MOST_BYTES:,} bytes", hint="is it the right address?")
                file.write(chunk)
    except (OSError, ValueError) as error:
        raise _unreachable(url, error) from error
    return size_bytes


def fetch_yanked(index: str, releases: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the yanked ones of releases, `name==version` -> why; source: PEP 592 and PEP 691.

    Raises:
        LamellaError: The index cannot be read, or does not answer in JSON.
    """
    found: dict[str, str] = {}
    by_name: dict[str, set[str]] = {}
    for name, version in releases:
        by_name.setdefault(name, set()).add(version)
    for name, versions in sorted(by_name.items()):
        url = f"{index.rstrip('/')}/{quote(name)}/"
        try:
            with _open(url, _SIMPLE_JSON) as answer:
                document = json.loads(answer.read(64_000_000))
        except urllib.error.HTTPError as error:
            if error.code == 404:
                continue
            raise _unreachable(url, error) from error
        except (OSError, ValueError) as error:
            raise _unreachable(url, error) from error
        for file in document.get("files", ()):
            yanked, parts = file.get("yanked"), str(file.get("filename", "")).split("-")
            version = parts[1].removesuffix(".tar.gz") if len(parts) > 1 else ""
            if yanked and version in versions:
                found[f"{name}=={version}"] = yanked if isinstance(yanked, str) else ""
    return found


def _open(url: str, accept: str = "*/*") -> "urllib.request._UrlopenRet":
    if not url.startswith(("https://", "http://", "file://")):
        raise ValueError("an address starts with https://, http:// or file://")
    request = urllib.request.Request(url, headers={"Accept": accept, "User-Agent": "lamella"})  # noqa: S310 - held above
    return urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310 - held above


def _unreachable(url: str, error: Exception) -> LamellaError:
    return LamellaError(
        f"{url} could not be read",
        why=" ".join(str(error).split()),
        hint="give an address that this machine reaches with --from, or copy the data there and give --advisory-db",
    )
