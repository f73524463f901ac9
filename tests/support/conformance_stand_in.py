"""The hosts that the conformance kit calls, petstore.swagger.io and httpbin.org, as one HTTPS server on the loopback address.

The argument is a JSON object with "certificate" and "key". It prints {"port": N} and ends when its standard input does.
"""

import base64
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

STATUSES = ["available", "pending", "sold"]
PETS = [{"id": n, "name": f"pet {n}", "status": STATUSES[n % 3 - 1], "photoUrls": []} for n in range(1, 10)]

# Swagger 2.0, as the real one is.
SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Swagger Petstore", "version": "1.0.7"},
    "host": "petstore.swagger.io",
    "basePath": "/v2",
    "schemes": ["https", "http"],
    "paths": {
        "/pet/findByStatus": {
            "get": {
                "operationId": "findPetsByStatus",
                "produces": ["application/json"],
                "parameters": [
                    {
                        "name": "status",
                        "in": "query",
                        "required": True,
                        "type": "array",
                        "items": {"type": "string", "enum": STATUSES},
                        "collectionFormat": "multi",
                    }
                ],
                "responses": {"200": {"description": "successful operation"}},
            }
        },
        "/pet/{petId}": {
            "get": {
                "operationId": "getPetById",
                "produces": ["application/json"],
                "parameters": [{"name": "petId", "in": "path", "required": True, "type": "integer", "format": "int64"}],
                "responses": {"200": {"description": "successful operation"}, "404": {"description": "Pet not found"}},
            }
        },
    },
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host = self.headers.get("Host", "").split(":")[0]
        url = urlsplit(self.path)
        path = [unquote(part) for part in url.path.split("/")[1:]]
        if host == "petstore.swagger.io":
            self.answer(*petstore(path, parse_qs(url.query)))
        elif host == "httpbin.org":
            self.answer(*httpbin(path, self.headers.get("Authorization", "")))
        else:
            self.answer(421, {"message": f"no such host here: {host}"})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


def petstore(path, query):
    if path == ["v2", "swagger.json"]:
        return 200, SWAGGER
    if path == ["v2", "pet", "findByStatus"]:
        return 200, [pet for pet in PETS if pet["status"] in query.get("status", [])]
    if path[:2] == ["v2", "pet"] and len(path) == 3:
        found = [pet for pet in PETS if str(pet["id"]) == path[2]]
        return (200, found[0]) if found else (404, {"code": 1, "type": "error", "message": "Pet not found"})
    return 404, {"code": 404, "type": "unknown", "message": "no such path"}


def httpbin(path, authorization):
    if path[:1] == ["basic-auth"] and len(path) == 3:
        wanted = "Basic " + base64.b64encode(f"{path[1]}:{path[2]}".encode()).decode()
        return (200, {"authenticated": True, "user": path[1]}) if authorization == wanted else (401, {})
    return 404, {}


arguments = json.loads(sys.argv[1])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(arguments["certificate"], arguments["key"])
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.socket = context.wrap_socket(server.socket, server_side=True)
print(json.dumps({"port": server.server_port}), flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
