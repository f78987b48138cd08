"""A Place: an account in a Region, where layer versions and functions live."""

from dataclasses import dataclass

_PARTITIONS = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
    ("eusc-", "aws-eusc"),
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An account (12 digits) in a Region, written `111122223333 eu-west-1`."""

    account: str
    region: str

    @property
    def partition(self) -> str:
        """The partition that the Region belongs to: `aws`, `aws-cn`, `aws-us-gov` ..."""
        return partition_of(self.region)

    def __str__(self) -> str:
        return f"{self.account} {self.region}"


def partition_of(region: str) -> str:
    """Return the partition of a Region, by its prefix (botocore's endpoints.json has the same prefixes)."""
    return next((partition for prefix, partition in _PARTITIONS if region.startswith(prefix)), "aws")
