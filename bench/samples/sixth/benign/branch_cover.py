"""Line coverage for one callable."""
import dis
import sys
import threading


class Cover:
    def __init__(self, *files):
        self.files = set(files)
        self.hits = {}

    def _trace(self, frame, event, arg):
        name = frame.f_code.co_filename
        if name not in self.files:
            return None
        if event == "line":
            self.hits.setdefault(name, set()).add(frame.f_lineno)
        return self._trace

    def __enter__(self):
        self._old = sys.gettrace()
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        return self

    def __exit__(self, *exc):
        sys.settrace(self._old)
        threading.settrace(None)

    def missing(self, fn):
        want = {n for _, n in dis.findlinestarts(fn.__code__) if n}
        return sorted(want - self.hits.get(fn.__code__.co_filename, set()))
