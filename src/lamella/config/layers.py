"""A layer of the file, with flags, variables and defaults applied."""

from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from lamella.config import precedence
from lamella.config.keypath import KeyPath
from lamella.config.layer_test import layer_test_of
from lamella.config.origin import Origin, Resolved
from lamella.config.precedence import Given, in_file, origins_of, resolve
from lamella.config.share import share_of
from lamella.config.values import distributions_of, globs_of, include_of, size_bytes, targets_of
from lamella.config.wire import BudgetTable, LayerTable
from lamella.config.wire_share import ShareTable
from lamella.model.check import Depth
from lamella.model.layer import Budget, Bytecode, Compress, Layer, Slim, Slimming
from lamella.model.target import Target


@dataclass(frozen=True, slots=True)
class _Overridable:
    targets: Resolved[tuple[Target, ...]]
    slim: Resolved[Slim]
    bytecode: Resolved[Bytecode]
    compress: Resolved[Compress]

    @property
    def origins(self) -> dict[str, Origin]:
        return {
            "targets": self.targets.origin,
            "slim": self.slim.origin,
            "bytecode": self.bytecode.origin,
            "compress": self.compress.origin,
        }


def layer_of(name: str, table: LayerTable, given: Given, where: KeyPath) -> tuple[Layer, dict[str, Origin]]:
    """Return a layer, and where each of its values came from, by key.

    Raises:
        ConfigError: A value has no meaning, or no target is given anywhere.
    """
    chosen = _overridable(table, given, where)
    services = table.botocore_services
    test, test_origins = layer_test_of(table.test, where.at("test"))
    layer = Layer(
        name=name,
        source=(table.source,) if isinstance(table.source, str) else tuple(table.source),
        targets=chosen.targets.value,
        groups=distributions_of(table.groups or ()),
        extras=distributions_of(table.extras or ()),
        slimming=Slimming(
            slim=chosen.slim.value,
            bytecode=chosen.bytecode.value,
            keep=globs_of(table.keep or (), where.at("keep")),
            drop=globs_of(table.drop or (), where.at("drop")),
            botocore_services=None if isinstance(services, UnsetType) else tuple(dict.fromkeys(services)),
        ),
        exclude=distributions_of(table.exclude or ()),
        include=tuple(
            include_of(entry.source, entry.to, where.at("include", position))
            for position, entry in enumerate(table.include or ())
        ),
        compress=chosen.compress.value,
        budget=_budget(table.budget or BudgetTable(), where.at("budget")),
        test=test,
        version=table.version or "",
        share=share_of(table.share, where.at("share")),
        check=table.check or Depth.CHEAP,
    )
    origins = origins_of(table, where)
    for key, under in (("budget", table.budget or BudgetTable()), ("share", table.share or ShareTable())):
        origins |= {f"{key}.{name}": origin for name, origin in origins_of(under, where.at(key)).items()}
    del origins["budget"], origins["share"], origins["test"]
    return layer, origins | test_origins | chosen.origins


def _overridable(table: LayerTable, given: Given, where: KeyPath) -> _Overridable:
    flags, variables = given.flags, given.variables
    at_targets = where.at("targets")
    listed = UNSET if isinstance(table.targets, UnsetType) else targets_of(table.targets, at_targets)
    targets: Resolved[tuple[Target, ...]] = resolve(
        precedence.TARGETS, (flags.targets, variables.targets), in_file(listed, at_targets), ()
    )
    if not targets.value:
        raise at_targets.missing(
            "a list of RUNTIME/ARCHITECTURE, such as python3.12/x86_64", hint="or give --target or LAMELLA_TARGETS"
        )
    return _Overridable(
        targets,
        resolve(precedence.SLIM, (flags.slim, variables.slim), in_file(table.slim, where.at("slim")), Slim.SAFE),
        resolve(
            precedence.BYTECODE,
            (flags.bytecode, variables.bytecode),
            in_file(table.bytecode, where.at("bytecode")),
            Bytecode.HASH,
        ),
        resolve(
            precedence.COMPRESS,
            (flags.compress, variables.compress),
            in_file(table.compress, where.at("compress")),
            Compress.FAST,
        ),
    )


def _budget(table: BudgetTable, where: KeyPath) -> Budget:
    return Budget(
        None if isinstance(table.zipped, UnsetType) else size_bytes(table.zipped, where.at("zipped")),
        None if isinstance(table.unzipped, UnsetType) else size_bytes(table.unzipped, where.at("unzipped")),
    )
