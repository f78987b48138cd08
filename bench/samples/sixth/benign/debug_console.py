"""An opt-in debugging console on a Unix socket only its owner can open."""
import code
import contextlib
import os
import socketserver
import threading


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        console = code.InteractiveConsole(self.server.namespace)
        console.write = lambda s: self.wfile.write(s.encode())

        def read(prompt=""):
            self.wfile.write(prompt.encode())
            line = self.rfile.readline()
            if not line:
                raise EOFError
            return line.decode().rstrip("\n")

        console.raw_input = read
        with contextlib.suppress(BrokenPipeError):
            console.interact(banner="debug console, end with ^D", exitmsg="")


def serve(path, namespace=None):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    old = os.umask(0o177)
    try:
        srv = socketserver.ThreadingUnixStreamServer(path, _Handler)
    finally:
        os.umask(old)
    srv.namespace = dict(namespace or {})
    threading.Thread(target=srv.serve_forever, daemon=True).start()
    return srv
