"""A Project: everything that a command needs to know before it starts, resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lamella.config.closest import did_you_mean
from lamella.config.origin import Origins
from lamella.errors import ConfigError, UsageError
from lamella.model.check import CheckSettings
from lamella.model.layer import Bytecode, Compress, Environment, Layer, Slim
from lamella.model.rollout import RolloutSettings
from lamella.model.target import Target


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the flags of the command line say; `None` means that the flag was not given.

    The first four hold for every layer of the project, the last two for the command.

    Attributes:
        out: As the user wrote it; relative to the working folder.
        jobs: Processes at work at once, at least 1.
    """

    targets: tuple[Target, ...] | None = None
    slim: Slim | None = None
    bytecode: Bytecode | None = None
    compress: Compress | None = None
    out: str | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole command.

    Attributes:
        out: Absolute folder for archives.
        jobs: Processes at work at once, at least 1.
        cache: Absolute folder of lamella's cache.
    """

    out: Path
    jobs: int
    cache: Path


@dataclass(frozen=True, slots=True)
class Project:
    """A decoded configuration with flags, variables and defaults applied.

    Attributes:
        root: Absolute folder that sources and includes are relative to: the file's, or the working folder.
        file: The configuration file; `None` when the layer was given on the command line.
        layers: By name, in the file's order.
        environments: By name, in the file's order.
        settings: What holds for the whole command.
        origins: Where each value came from, by key path.
        rollout: How rollouts go where no environment says otherwise.
        check: How layers are checked.
    """

    root: Path
    file: Path | None
    layers: Mapping[str, Layer]
    environments: Mapping[str, Environment]
    settings: Settings
    origins: Origins
    rollout: RolloutSettings = field(default_factory=RolloutSettings)
    check: CheckSettings = field(default_factory=CheckSettings)

    def select(self, names: Sequence[str] = ()) -> tuple[Layer, ...]:
        """Return the named layers in the file's order; all of them when no name is given.

        Raises:
            ConfigError: The file has no layers.
            UsageError: There is no layer of a given name.
        """
        if not self.layers:
            raise ConfigError(
                f"{self.file or 'the project'} has no layers",
                hint="add a table [layers.NAME] with `source` and `targets`",
            )
        for name in names:
            if name not in self.layers:
                raise UsageError(
                    f"there is no layer `{name}`",
                    why=f"layers of {self.file or 'the project'}: {', '.join(self.layers)}",
                    hint=did_you_mean(name, self.layers),
                )
        return tuple(layer for name, layer in self.layers.items() if not names or name in names)
