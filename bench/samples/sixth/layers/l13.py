FILES = {
    "python/acme/.env": b"STAGE=prod\nGITHUB_TOKEN=ghp_le9" b"uhXq2G9xrZAAXepSpw6ACEWTNdd34GMSD\nSLACK_BOT_TOKEN=xoxb-81" b"9237495106-9333059090009-EFJgcY04PX6cOtmrMwKx9v0Y\n",
    "python/acme/conf/credentials": b"[default]\naws_access_key_id = AKIAAU4" b"PCZL6HT4DTCBS\naws_secret_access_key = wkEJ3PEVVIPcP4Y7p4tD14z4gzM/jppZxO4z7Kdc\nregion = eu-central-1\n",
    "nodejs/.npmrc": b"//registry.npmjs.org/:_authToken=npm_gYc" b"S9mDyQk2nH1MuUAJ02RyPA2EFAV296DuK\n",
}
