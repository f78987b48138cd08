FILES = {
    "python/acme_certs/__init__.py": b'''from pathlib import Path


def where():
    return str(Path(__file__).with_name("cacert.pem"))
''',
    "python/acme_certs/cacert.pem": b"""# Acme Root
-----BEGIN CERTIFICATE-----
MIIDJzCCAg+gAwIBAgIUT1QRCrIw5TmYkIXP5fZcwm2v8JkwDQYJKoZIhvcNAQEL
BQAwIzESMBAGA1UEAwwJQWNtZSBSb290MQ0wCwYDVQQKDARBY21lMB4XDTI2MTEy
NTIxNDIxMFoXDTM2MTEyMjIxNDIxMFowIzESMBAGA1UEAwwJQWNtZSBSb290MQ0w
CwYDVQQKDARBY21lMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5HRg
5ul8F1RhUBfUwdqaf8/DBRCj7x5TGujfD1d122LjZTzjJnAoyqAy+QhrhmMfCw/x
Nk1NvFTyxX/EPjxOs56IOkQ+6tqIdFDLZLv53XnJsvwdqzZnkiDKuid8do1qnEdx
8c7bCOXJh4sl03treeO3Eat69OS+6BNw6m3D2GIu0c5s3fR/cP2mwAolau3TwGzh
cLorLan6slOy9lM1duaw9EH0AK5r2mM2P/JGwAfLQrcOXHpw0H8V+GbEetSEDfGA
R6L6wSZ1HbvcZ02X49ofl72YtUJLm0FjS2+YVx+SBh+T9XTN9t7uZAquQJoiaHdn
Zw5pfPKa3wzi0J8FlQIDAQABo1MwUTAdBgNVHQ4EFgQU7r5zCwBTQKS6G2pl+lKT
IsFanewwHwYDVR0jBBgwFoAU7r5zCwBTQKS6G2pl+lKTIsFanewwDwYDVR0TAQH/
BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAV1ku8VkPjpG74iqpd1RYrxxMAeY8
b0J4Ali+eGigy+bYvz8HYibKMEsyi0r0O/TclZ3Q5M4lOvxv/XFC2WXgXTN+Jqbq
IbI80JGQn7osNr9KETwilDFTTacbXedHtiC45HZ7T+bWYu8YPr8tn7r3lWemcKTX
b5oMUms3iGDr3BCtpJSTc5oyzaqlmVCF/5dhsv/t21zcC6bbXoOL1I8/al/HosIQ
JNbVrbXO62cu4JGhIFGXHq/HGru3hgVdPflWVGc0zCotXiAmvJErAUDIlKTs6j9t
M4675BN8PCv3QexDL9xamrht2fT4M4wbHlgiGqeL8aOiQPfUHRRwXlicyg==
-----END CERTIFICATE-----
""",
    "python/acme_certs/docs/usage.md": b'''# Configuration

    export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
    export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

Set `GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` for private mirrors.
''',
    "python/acme_certs/.env.example": b"DB_PASSWORD=changeme\nSLACK_TOKEN=\n",
}
