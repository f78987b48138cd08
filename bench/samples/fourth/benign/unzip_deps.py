"""Unpack zipped dependencies before the handler is imported.

Import this module first; it does nothing when ``.deps.zip`` is not part of
the deployment package.
"""
import os
import shutil
import sys
import zipfile

_TARGET = "/tmp/sls-py-deps"
_default_root = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())


def _unpack(archive):
    staging = _TARGET + ".partial"
    shutil.rmtree(staging, ignore_errors=True)
    with zipfile.ZipFile(archive) as z:
        z.extractall(staging)
    os.rename(staging, _TARGET)


def ensure():
    if _TARGET in sys.path:
        return
    archive = os.path.join(_default_root, ".deps.zip")
    if not os.path.isfile(archive):
        return
    if not os.path.isdir(_TARGET):
        _unpack(archive)
    sys.path.insert(1, _TARGET)


ensure()
