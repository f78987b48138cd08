"""A local Lambda: functions with their layers, in an environment that behaves as AWS's does."""

from lamella.sandbox.function import Function, Rules
from lamella.sandbox.sandbox import Sandbox

__all__ = ["Function", "Rules", "Sandbox"]
