"""Trace AWS calls: service, operation, duration, status. No payloads."""
import time

import wrapt


def _traced(tracer):
    def wrapper(wrapped, instance, args, kwargs):
        operation = args[0] if args else kwargs.get("operation_name")
        service = instance.meta.service_model.service_name
        with tracer.start_as_current_span(f"{service}.{operation}") as span:
            span.set_attribute("rpc.system", "aws-api")
            span.set_attribute("rpc.service", service)
            start = time.monotonic()
            try:
                result = wrapped(*args, **kwargs)
            finally:
                span.set_attribute("duration_ms", (time.monotonic() - start) * 1e3)
            span.set_attribute("http.status_code", result["ResponseMetadata"]["HTTPStatusCode"])
            return result
    return wrapper


def instrument(tracer):
    wrapt.wrap_function_wrapper("botocore.client", "BaseClient._make_api_call", _traced(tracer))


def uninstrument():
    import botocore.client
    botocore.client.BaseClient._make_api_call = botocore.client.BaseClient._make_api_call.__wrapped__
