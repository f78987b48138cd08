"""What a trace of a layer's tests saw: the ground on which files are removed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """The files that runs of a layer read, and what was run.

    Attributes:
        files: Paths relative to /opt that were read, sorted; of the layer before slimming by proof.
        runs: What was traced, such as `functions/report app.handler: 2 events` or `import pandas`.
        target: Where it was traced, `python3.12/x86_64`.
        interpreter: `cpython-3.12.7`.
        given_back: Packages (`name==version`) that are kept whole, since the layer failed its tests without them.
        inputs_sha256: Digest of the code, events and settings that were run; another digest means: trace again.
        tree_sha256: Of the layer that was traced, before slimming by proof; another digest means: trace again.
    """

    files: tuple[str, ...]
    runs: tuple[str, ...]
    target: str
    interpreter: str
    given_back: tuple[str, ...] = ()
    inputs_sha256: str = ""
    tree_sha256: str = ""
