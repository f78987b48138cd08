import os
import pty
import select
import sys


def run(argv, timeout=0.2):
    """Run a program below a pseudo terminal and return (status, output).

    Some tools only colour their output when they see a tty.
    """
    pid, master = pty.fork()
    if pid == 0:
        try:
            os.execvp(argv[0], argv)
        except OSError as exc:
            print(exc, file=sys.stderr)
            os._exit(127)
    chunks = []
    while True:
        ready, _, _ = select.select([master], [], [], timeout)
        if ready:
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            if not data:
                break
            chunks.append(data)
    os.close(master)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), b"".join(chunks).decode(errors="replace")
