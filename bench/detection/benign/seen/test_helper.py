import doctest
import io
import contextlib


def run_example(source):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "<example>", "exec"), {})
    return out.getvalue()


def load_tests(loader, tests, ignore):
    tests.addTests(doctest.DocTestSuite())
    return tests
