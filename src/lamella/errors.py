"""Every error that lamella raises on purpose, each with its exit code.

An error answers three questions: what happened (`str(error)`), why (`why`), and what to do next (`hint`).
"""

from typing import ClassVar


class LamellaError(Exception):
    """Something failed; the command ends with `exit_code`.

    Args:
        what: What happened, one sentence without a full stop.
        why: The cause, as far as it is known; may span lines.
        hint: What the user can do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint
        # Where the error is not caught (a test, a notebook) a traceback shows notes, and no attributes.
        for note in (*why.splitlines(), *((f"hint: {hint}",) if hint else ())):
            self.add_note(note)

    @property
    def in_one_line(self) -> str:
        """What happened, and the first line of the cause."""
        return ": ".join([self.what, *self.why.splitlines()[:1]])


class UsageError(LamellaError):
    """The command line or an argument is wrong."""

    exit_code = 2


class ConfigError(LamellaError):
    """lamella.toml, a source file or an environment variable is wrong."""

    exit_code = 2


class ResolveError(LamellaError):
    """The requirements cannot be met for the target."""


class BuildError(LamellaError):
    """A layer could not be built."""


class LayerTestsError(BuildError):
    """A layer fails its own tests before it is slimmed by them; which, is in `why`."""


class ToolError(LamellaError):
    """Another program (uv, an interpreter) is missing or failed."""


class CannotRunError(LamellaError):
    """This machine cannot run a target: another architecture, no interpreter of its minor, no Linux."""


class LayoutError(LamellaError):
    """The files do not form a layer: no folder that a runtime reads, a link out of the tree, clashing names."""


class OverLimitError(LamellaError):
    """An archive is over a limit of AWS or over the user's budget."""

    exit_code = 3


class CheckFailedError(LamellaError):
    """An archive was built, and its check stops it; the findings are in `why`."""

    exit_code = 3


class HostileArchiveError(LamellaError):
    """A zip breaks a rule that honest archives keep.

    Args:
        rule: The rule's stable name, such as `overlapping-entries`.
        what: What was found, with the entry's name where there is one.
    """

    exit_code = 3

    def __init__(self, rule: str, what: str) -> None:
        super().__init__(what, why=f"rule: {rule}", hint="do not use this archive; build it again from its sources")
        self.rule = rule


class AwsError(LamellaError):
    """AWS refused, or could not be reached; nothing was changed by the call.

    Args:
        code: AWS's error code, such as `AccessDeniedException`; empty when there was no answer.
    """

    def __init__(self, what: str, *, why: str = "", hint: str = "", code: str = "") -> None:
        super().__init__(what, why=why, hint=hint)
        self.code = code


class CredentialsError(AwsError):
    """There are no credentials, or they expired."""


class AccessDeniedError(AwsError):
    """The caller lacks a right; the hint names it."""


class NotFoundError(AwsError):
    """What was asked for does not exist."""


class ConflictError(AwsError):
    """Something else changes it at this moment, or did since it was read (409, 412)."""


class DoubtfulError(AwsError):
    """The connection broke, or AWS answered 5xx, after a change was sent: it may have happened."""


class StateError(LamellaError):
    """A journal or a record could not be read or written."""


class ChangedError(LamellaError):
    """A Plan was not applied because what it rests on changed since it was made."""


class RefusedError(LamellaError):
    """A Plan changes more than it may without `--force`, or is not the one that was reviewed."""

    exit_code = 3


class NoCloudError(LamellaError):
    """Local mode was asked for, and no embedded cloud runs."""
