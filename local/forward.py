"""Passing a request on to another server of this machine and its answer back, byte for byte."""

import http.client

from werkzeug import Request, Response

# RFC 9110, section 7.6.1: these belong to one connection and are not passed on. `Date` and `Server` are our server's.
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length"})
NOT_PASSED_ON = HOP_BY_HOP | {"host"}
ANSWERED_HERE = HOP_BY_HOP | {"date", "server"}
SECONDS = 30.0


def raw_target(request: Request) -> str:
    """The request's path and query as they came, neither decoded nor normalised."""
    return str(request.environ["RAW_URI"])


def forward(request: Request, port: int, target: str, *, same_host: bool = False) -> Response:
    """Send `request` to a port of this machine with `target` as its raw path and query.

    Repeated parameters, repeated headers and several Set-Cookie stay as they are. With `same_host` the caller's Host
    header goes along. Answers 502 when the other server does not answer within 30 s.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        send(connection, request, target, same_host=same_host)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        return Response(f"no answer from port {port}: {type(error).__name__}\n", 502, mimetype="text/plain")
    finally:
        connection.close()
    response = Response(content, answer.status)
    response.headers.clear()
    for name, value in answer.getheaders():
        if name.lower() not in ANSWERED_HERE:
            response.headers.add(name, value)
    response.headers["Content-Length"] = str(len(content))
    return response


def send(connection: http.client.HTTPConnection, request: Request, target: str, *, same_host: bool) -> None:
    """Write the request to the other server, with the headers that are not this connection's own."""
    connection.putrequest(request.method, target, skip_host=same_host, skip_accept_encoding=True)
    if same_host:
        connection.putheader("Host", request.headers["Host"])
    for name, value in request.headers:
        if name.lower() not in NOT_PASSED_ON:
            connection.putheader(name, value)
    body = request.get_data()
    if body or request.method in {"POST", "PUT", "PATCH"}:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
