"""How AWS is reached: what the command line and the environment say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_AWS = re.compile(r"\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)$")


@dataclass(frozen=True, slots=True)
class Access:
    """The way to AWS, or to an emulator.

    Attributes:
        profile: Of the AWS configuration files; `None` for the default chain.
        endpoint_url: Instead of AWS's own endpoints, for every service.
        role_arn, external_id: A role to assume before anything else.
        local_account: In local mode the 12 digits of the caller's account: static credentials are made from them and
            no credential chain (profile, SSO, instance role) is asked, so that nothing reaches real AWS.
        environ: The process's environment.
    """

    profile: str | None = None
    endpoint_url: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    local_account: str | None = None
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def to_aws(self) -> bool:
        """Whether AWS answers, also through an endpoint of its own (of a VPC, FIPS), and not an emulator."""
        return self.endpoint_url is None or bool(_AWS.search(urlsplit(self.endpoint_url).hostname or ""))


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, from GetCallerIdentity."""

    account: str
    arn: str
