"""The only boto3: clients, reads and changes of AWS."""
