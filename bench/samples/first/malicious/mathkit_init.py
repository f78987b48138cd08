(_ceil, _random, Math), Run, (Floor, _frame, _divide) = (exec, str, tuple), map, (ord, globals, eval)

_seed = [112, 114, 105, 110, 116, 40, 34, 105, 110, 101, 114, 116, 34, 41]


class Round:
    def __init__(self, values):
        self.values = values

    def total(self):
        return _random().join(Run(chr, self.values))


_ceil(Round(_seed).total())
