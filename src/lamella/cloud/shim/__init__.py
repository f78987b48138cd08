"""The shim: closes ministack's gaps where they touch layers, functions, versions, aliases and invocations."""

from lamella.cloud.shim.shim import Shim, ShimFolders

__all__ = ["Shim", "ShimFolders"]
