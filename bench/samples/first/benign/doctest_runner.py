import contextlib
import doctest
import io
import traceback


def run_examples(obj, globs=None):
    globs = dict(globs or {}, __name__="__main__")
    failures = []
    for test in doctest.DocTestFinder(recurse=False).find(obj, globs=globs):
        for example in test.examples:
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                try:
                    exec(compile(example.source, f"<doctest {test.name}>", "single"), globs)
                except Exception:
                    traceback.print_exc(file=out)
            if example.want and out.getvalue() != example.want:
                failures.append((example.lineno, example.want, out.getvalue()))
    return failures
