"""Resolve and flatten SPF records."""
import dns.exception
import dns.resolver


class SpfError(ValueError):
    pass


def txt(domain):
    try:
        answers = dns.resolver.resolve(domain, "TXT", lifetime=5)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    return [b"".join(r.strings).decode("ascii", "replace") for r in answers]


def record(domain):
    found = [t for t in txt(domain) if t.startswith("v=spf1 ")]
    if len(found) != 1:
        raise SpfError(f"{domain}: {len(found)} SPF records")
    return found[0].split()[1:]


def flatten(domain, depth=10):
    if depth == 0:
        raise SpfError("too many lookups")
    nets = []
    for term in record(domain):
        if term.startswith("include:"):
            nets += flatten(term[8:], depth - 1)
        elif term.startswith(("ip4:", "ip6:")):
            nets.append(term[4:])
    return nets
