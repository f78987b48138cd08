import socket

import dns.exception
import dns.resolver


def mx_hosts(domain):
    try:
        answers = dns.resolver.resolve(domain, "MX", lifetime=3)
    except dns.exception.DNSException:
        return []
    return [str(r.exchange).rstrip(".") for r in sorted(answers, key=lambda r: r.preference)]


def deliverable(address):
    domain = address.rpartition("@")[2].encode("idna").decode()
    hosts = mx_hosts(domain) or [domain]
    for host in hosts:
        try:
            socket.getaddrinfo(host, 25)
            return True
        except socket.gaierror:
            continue
    return False
