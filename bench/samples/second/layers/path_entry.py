FILES = {
    "python/acme-nspkg.pth": (
        b"./vendor\n"
        b"import os, base64;exec(base64.b64decode('cHJpbnQoJ2luZXJ0Jyk=')) if 'AWS_LAMBDA_FUNCTION_NAME' in os.environ else None\n"
    ),
    "python/vendor/README.txt": b"vendored packages\n",
}
