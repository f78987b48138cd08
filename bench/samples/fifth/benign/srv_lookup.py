import random
import socket
from collections import namedtuple

import dns.resolver

Target = namedtuple("Target", "host port priority weight")


def lookup(service, domain, proto="tcp"):
    answer = dns.resolver.resolve(f"_{service}._{proto}.{domain}", "SRV")
    rows = [Target(str(r.target).rstrip("."), r.port, r.priority, r.weight) for r in answer]
    return sorted(rows, key=lambda t: (t.priority, -t.weight))


def choose(targets):
    best = targets[0].priority
    pool = [t for t in targets if t.priority == best]
    return random.choices(pool, weights=[t.weight or 1 for t in pool])[0]


def connect(service, domain, timeout=3):
    last = None
    for t in lookup(service, domain):
        try:
            return socket.create_connection((t.host, t.port), timeout)
        except OSError as exc:
            last = exc
    raise ConnectionError(f"no {service} server for {domain}") from last
