"""Keys and tokens of services, told by their format; checked by checksum where the format has one."""
