FILES = {
    "python/acme/.env": (
        b"STAGE=prod\nDB_HOST=db.internal.example\nDB_PASSWORD=Vq8!rT2zLm0pX\n"
        b"GITHUB_TOKEN=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\n"
    ),
    "nodejs/.npmrc": b"registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=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\nalways-auth=true\n",
    "python/.pypirc": (
        b"[distutils]\nindex-servers = pypi\n\n[pypi]\nusername = __token__\n"
        b"password = pypi-AgEIcHlwaS5vcmcCxd5Z7_RaPnEq5ASUhQlRVJVysaoZVkJqQ7-csmcyk2RE5ZvupHwmxA6cxUbmuSaUnEgZyUUGjsG1hq_AGiv76hfpQP7_3bI4tWpCONuQIOnEhWfzNPXJBm4t2XN4CQBNcf2J8ppVut4vz4KGQtKuVw\n"
    ),
}
