"""Publishes notifications to SNS topics."""

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.errors import UsageError
from lamella.model.place import Place

# An SNS subject has at most 100 characters of ASCII (SNS API reference, Publish).
_SUBJECT_CHARACTERS = 100
_ARN_PARTS = 6


def publish(clients: Clients, topic: str, subject: str, message: str) -> None:
    """Publish a message, with the caller's own account in the topic's Region.

    Raises:
        UsageError: It is not the ARN of a topic.
        AwsError: SNS refuses, or does not answer.
    """
    parts = topic.split(":")
    if len(parts) != _ARN_PARTS or parts[2] != "sns":
        raise UsageError(
            f"`{topic}` is not the ARN of an SNS topic", hint="such as arn:aws:sns:eu-west-1:111122223333:told"
        )
    place = Place(clients.caller().account, parts[3])
    plain = subject.encode("ascii", "replace").decode()[:_SUBJECT_CHARACTERS]
    with translated(Call(f"publish to {topic}", "sns:Publish", changes=True)):
        clients.sns(place).publish(TopicArn=topic, Subject=plain, Message=message)
