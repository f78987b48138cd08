"""Keep a set of child processes running."""
import logging
import os
import pwd
import shlex
import signal
import subprocess
import time

log = logging.getLogger("supervisor")


class Program:
    def __init__(self, name, command, user=None, env=None, backoff=1.0):
        self.name, self.argv = name, shlex.split(command)
        self.user, self.env, self.backoff = user, env or {}, backoff
        self.proc, self.failures, self.next_start = None, 0, 0.0

    def _demote(self):
        os.setsid()
        if self.user and os.getuid() == 0:
            rec = pwd.getpwnam(self.user)
            os.initgroups(self.user, rec.pw_gid)
            os.setgid(rec.pw_gid)
            os.setuid(rec.pw_uid)

    def start(self):
        log.info("starting %s", self.name)
        out = open("/var/log/%s.log" % self.name, "ab", 0)
        self.proc = subprocess.Popen(
            self.argv, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, **self.env}, preexec_fn=self._demote, close_fds=True)
        out.close()

    def poll(self, now):
        if self.proc is None:
            if now >= self.next_start:
                self.start()
        elif (code := self.proc.poll()) is not None:
            self.failures = self.failures + 1 if code else 0
            self.next_start = now + min(60, self.backoff * 2 ** self.failures)
            log.warning("%s exited with %s", self.name, code)
            self.proc = None

    def stop(self, grace=10):
        if self.proc and self.proc.poll() is None:
            os.killpg(self.proc.pid, signal.SIGTERM)
            try:
                self.proc.wait(grace)
            except subprocess.TimeoutExpired:
                os.killpg(self.proc.pid, signal.SIGKILL)


def run(programs):
    stopping = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *a: stopping.append(a))
    while not stopping:
        for p in programs:
            p.poll(time.monotonic())
        time.sleep(0.5)
    for p in programs:
        p.stop()
