import cProfile
import pstats
import runpy
import sys


def main(argv=sys.argv):
    profile = cProfile.Profile()
    profile.enable()
    runpy.run_path(argv[1], run_name="__main__")
    profile.disable()
    pstats.Stats(profile).sort_stats("cumtime").print_stats(20)
