"""Reads a log of Skein from its SQLite file, and checks it. Written from docs/stored-format.md, with the standard library.

    python3 read_log.py skein-demo.db      checks a log, and prints what it found as JSON
    python3 read_log.py stored-format.json checks the test vectors
"""

import base64
import datetime
import hashlib
import hmac
import json
import re
import sqlite3
import sys
import uuid


def compact(value):
    """JSON text without white space, in which other characters than ASCII are written as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hash_of(event, previous):
    text = (
        f'{{"data":{event["data"]},"metadata":{event["metadata"]},"previous":{compact(previous)},'
        f'"revision":{event["revision"]},"schemaVersion":{event["schemaVersion"]},'
        f'"stream":{compact(event["stream"])},"type":{compact(event["type"])}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def event_id_of(hash_text):
    digest = bytearray(bytes.fromhex(hash_text)[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))


def instant_of(microseconds):
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=microseconds)
    rest = microseconds % 1000
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond:06d}"[: 6 if rest else 3] + "Z"


def id_of(stored):
    if stored.startswith("~~"):
        return stored[1:]
    if stored.startswith("~"):
        return str(uuid.UUID(bytes=from_base64url(stored[1:])))
    return stored


OPTIONAL = ["correlationId", "causationId", "traceparent", "entry", "place", "replaces", "causedBy", "late"]


def metadata_of(text):
    at, policy_version, command_id, command_hash, actor, observed, *rest = json.loads(text)
    fields = {
        "recordedAt": instant_of(at),
        "commandId": id_of(command_id),
        "commandHash": command_hash,
        "actor": actor,
        "observedRevisions": observed,
    }
    if policy_version is not None:
        fields["policyVersion"] = policy_version
    optional = dict(zip(OPTIONAL, rest))
    fields["correlationId"] = id_of(optional.pop("correlationId", None) or command_id)
    for name, value in optional.items():
        if value is None:
            continue
        if name in ("causationId", "replaces"):
            value = id_of(value)
        if name == "place":
            at, root, entry, depth = value
            root = fields["correlationId"] if root is None else id_of(root)
            value = {"at": instant_of(at), "id": root, "entry": entry, "depth": depth}
        fields[name] = value
    return fields


def envelopes_in(value, path=()):
    if isinstance(value, dict) and "ciphertext" in value:
        yield path, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from envelopes_in(part, (*path, name))
    elif isinstance(value, list):
        for part in value:
            yield from envelopes_in(part, (*path, "*"))


def context_of(envelope):
    """What an envelope is bound to, as RFC 8785 JSON: all of its fields but the ciphertext."""
    return compact({name: envelope[name] for name in sorted(envelope) if name != "ciphertext"}).encode()


def is_whole(envelope):
    stored = from_base64url(envelope["ciphertext"])
    return hashlib.sha256(context_of(envelope) + stored[:-6]).digest()[:6] == stored[-6:]


def check(events):
    """Every hash, chain, id, metadata and envelope of a log."""
    findings, ends, envelopes, digest = [], {}, 0, hashlib.sha256()
    for event in events:
        where = f'{event["stream"]}@{event["revision"]}'
        revision, previous = ends.get(event["stream"], (-1, None))
        if event["revision"] != revision + 1:
            findings.append(f"{where}: expected revision {revision + 1}")
        if hash_of(event, previous) != event["hash"]:
            findings.append(f"{where}: its hash does not match")
        try:
            metadata_of(event["metadata"])
        except (ValueError, AttributeError, TypeError) as error:
            findings.append(f"{where}: its metadata cannot be read ({error})")
        for path, envelope in envelopes_in(json.loads(event["data"])):
            envelopes += 1
            if not is_whole(envelope):
                findings.append(f"{where}: an envelope is damaged")
            if envelope["stream"] != event["stream"] or path != (envelope["field"],):
                findings.append(f"{where}: an envelope belongs elsewhere")
        ends[event["stream"]] = (event["revision"], event["hash"])
        digest.update(event["hash"].encode())
    count = sum(revision + 1 for revision, _ in ends.values())
    seal = {"events": count, "digest": digest.hexdigest()}
    return {"events": count, "streams": len(ends), "envelopes": envelopes, "findings": findings, "seal": seal}


def events_of(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = ["stream", "revision", "type", "schemaVersion", "data", "hash", "metadata"]
    query = """SELECT stream, revision, name, schema_version, data, lower(hex(hash)), metadata
               FROM events JOIN types ON types.id = events.type ORDER BY position"""
    for row in database.execute(query):
        yield dict(zip(names, row))


def hkdf(secret, purpose):
    """HKDF-SHA256 without salt, for 32 bytes."""
    key = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(key, f"skein/{purpose}".encode() + b"\x01", "sha256")


def check_vectors(vectors):
    failures = []

    def expect(name, actual, expected):
        if actual != expected:
            failures.append(f"{name}: expected {expected}, got {actual}")

    for vector in vectors["metadata"]:
        expect("metadata", metadata_of(vector["text"]), vector["fields"])
    for event in vectors["events"]:
        expect("hash", hash_of(event, event["previous"]), event["hash"])
        expect("event id", event_id_of(event["hash"]), event["eventId"])
    report = check(vectors["events"])
    expect("log", report["findings"], [])
    expect("seal", report["seal"], vectors["seal"])

    envelope, person_key = vectors["envelope"]["envelope"], bytes.fromhex(vectors["envelope"]["personKey"])
    expect("checksum", is_whole(envelope), True)
    plain = compact(dict(sorted(vectors["envelope"]["value"].items()))).encode()
    plain += b" " * (max(192, -(-len(plain) // 64) * 64) - len(plain))
    vector = hmac.digest(hkdf(person_key, "vector"), context_of(envelope) + plain, "sha256")[:12]
    stored = from_base64url(envelope["ciphertext"])
    expect("initialisation vector", stored[:12].hex(), vector.hex())
    expect("length", len(stored), 12 + len(plain) + 16 + 6)

    digests = vectors["digests"]
    secret = bytes.fromhex(digests["secret"])
    command = {"data": dict(sorted(digests["command"]["data"].items())), "type": digests["command"]["type"]}
    digest = hmac.digest(hkdf(secret, "commands"), compact(command).encode(), "sha256")[:16]
    expect("command hash", base64.urlsafe_b64encode(digest).decode().rstrip("="), digests["commandHash"])
    claim = compact([digests["claim"]["scope"], digests["claim"]["value"]]).encode()
    expect("fingerprint", hmac.digest(hkdf(secret, "claims"), claim, "sha256").hex(), digests["fingerprint"])
    name = b"skein.namespace!" + compact(vectors["processCommandId"]["parts"]).encode()
    identifier = bytearray(hashlib.sha1(name).digest()[:16])
    identifier[6] = identifier[6] & 0x0F | 0x50
    identifier[8] = identifier[8] & 0x3F | 0x80
    expect("command id of a process", str(uuid.UUID(bytes=bytes(identifier))), vectors["processCommandId"]["id"])
    return {"findings": failures}


if __name__ == "__main__":
    path = sys.argv[1]
    if re.search(r"\.json$", path):
        with open(path, encoding="utf-8") as file:
            report = check_vectors(json.load(file))
    else:
        report = check(events_of(path))
    print(json.dumps(report))
    sys.exit(1 if report["findings"] else 0)
