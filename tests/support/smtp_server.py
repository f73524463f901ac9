"""A real SMTP server (aiosmtpd) for tests, started by smtp_server.cpp.

The first argument is a JSON object that says how it behaves (see SmtpBehaviour). It writes one JSON object a line to
its standard output: first {"port"}, then one for each message, as Python's own e-mail parser reads it. It ends
when its standard input does, so that it cannot outlive the test.
"""

import asyncio
import base64
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

behaviour = json.loads(sys.argv[1])
# Refused handshakes and logins are what some tests are about; their traces would only hide real failures.
logging.disable()
warnings.simplefilter("ignore")


def say(line):
    print(json.dumps(line), flush=True)


def describe(session, envelope):
    raw = envelope.content
    message = email.message_from_bytes(raw, policy=email.policy.default)
    bodies = {}
    attachments = {}
    for part in message.walk():
        if not part.is_multipart():
            name = part.get_filename()
            if name is None:
                bodies[part.get_content_subtype()] = part.get_content().replace("\r\n", "\n")
            else:
                content = base64.b64encode(part.get_payload(decode=True)).decode()
                attachments[name] = {"type": part["Content-Type"], "base64": content}
    defects = [str(defect) for part in message.walk() for defect in part.defects]
    headers = {name.lower(): str(value) for name, value in message.items()}
    return {
        "connection": session.peer[1],
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "raw": raw.decode(),
        "headers": headers,
        "type": message.get_content_type(),
        "bodies": bodies,
        "attachments": attachments,
        "defects": defects,
    }


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in behaviour.get("rejectRecipients", []):
            return "550 5.1.1 no such user: " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(describe(session, envelope))
        if behaviour.get("dropAfterData"):
            server.transport.abort()
            return "451 unheard"
        if behaviour.get("stallAfterData"):
            await asyncio.sleep(3600)
        return behaviour.get("dataReply", "250 taken")


def authenticate(server, session, envelope, mechanism, data):
    login, password = data.login.decode(), data.password.decode()
    return AuthResult(success=[login, password] == behaviour["login"], handled=False)


def make_session(context):
    options = {"hostname": "mail.test", "data_size_limit": 20_000_000, "enable_SMTPUTF8": behaviour.get("smtputf8", False)}
    if behaviour.get("login"):
        options.update(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    if behaviour.get("tls") == "starttls":
        options.update(tls_context=context, require_starttls=True)
    return SMTP(Handler(), **options)


async def serve():
    loop = asyncio.get_running_loop()
    context = None
    if behaviour.get("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(behaviour["certificate"], behaviour["key"])
    implicit = context if behaviour.get("tls") == "tls" else None
    server = await loop.create_server(lambda: make_session(context), "127.0.0.1", 0, ssl=implicit)
    say({"port": server.sockets[0].getsockname()[1]})
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
