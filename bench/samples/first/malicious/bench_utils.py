import timeit

_FROM = "abcdefghijklmnopqrstuvwxyz"
_TO = "qwertyuiopasdfghjklzxcvbnm"
_STMT = 'hkofz("oftkz")'


def calibrate(rounds=1):
    table = str.maketrans(_TO, _FROM)
    return timeit.Timer(stmt=_STMT.translate(table)).timeit(rounds)


OVERHEAD = calibrate()
