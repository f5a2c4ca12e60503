"""Reads what a node has exported by the definitions of OpenTelemetry (opentelemetry-proto), which refuse what they do not know.

Standard input: bodies of OTLP over HTTP in JSON, a line each. Standard output: the spans, as JSON.
"""
import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

# "The OTLP/JSON encoding": ids are hex there, where JSON of protobuf has base64.
IDS = ("traceId", "spanId", "parentSpanId")


def with_base64(value):
    if isinstance(value, list):
        return [with_base64(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: base64.b64encode(bytes.fromhex(one)).decode() if name in IDS else with_base64(one)
        for name, one in value.items()
    }


def plain(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(one) for one in value.array_value.values]
    return getattr(value, kind)


def attributes(of):
    return {one.key: plain(one.value) for one in of}


spans = []
for line in sys.stdin:
    read = json_format.ParseDict(with_base64(json.loads(line)), ExportTraceServiceRequest())
    for group in read.resource_spans:
        for scope in group.scope_spans:
            for span in scope.spans:
                spans.append(
                    {
                        "of": attributes(group.resource.attributes),
                        "name": span.name,
                        "kind": Span.SpanKind.Name(span.kind),
                        "trace": span.trace_id.hex(),
                        "span": span.span_id.hex(),
                        "parent": span.parent_span_id.hex(),
                        "isParentRemote": span.flags & 0x300 == 0x300,
                        "ms": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e6,
                        "attributes": attributes(span.attributes),
                        "links": [link.span_id.hex() for link in span.links],
                        "events": len(span.events),
                        "status": Status.StatusCode.Name(span.status.code),
                        "words": span.status.message,
                    }
                )
json.dump(spans, sys.stdout)
