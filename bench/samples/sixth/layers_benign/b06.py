FILES = {
    "docs/NOTICE": b"Acme utilities\nCopyright 2019-2025 the authors\n",
    "docs/quickstart.md": b"""# Quick start

Create `~/.aws/credentials`:

    [default]
    aws_access_key_id = AKIAIOSFODNN7EXAMPLE
    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

For GitHub, set `GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.
Behind a proxy: `export AWS_CA_BUNDLE=/opt/certs/ca.pem`.
""",
    "certs/README": b"Put the PEM bundle of your organisation here as ca.pem.\n",
    "fonts/fonts.conf": b'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>/opt/fonts</dir><cachedir>/tmp/fonts-cache</cachedir></fontconfig>\n',
    "fonts/OFL.txt": b"This Font Software is licensed under the SIL Open Font License, Version 1.1.\n",
}
