"""The reference implementation of OpenSSF model signing as a peer for tests.

Reads one JSON request per line and answers each with one line: {"ok": ...} or {"error": "Type: message"}.
"""

import base64
import hashlib
import importlib.metadata
import json
import os
import pathlib
import sys
import time

import model_signing
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from google.protobuf import json_format
from model_signing._signing import signing as _signing


def config(request):
    hashing = model_signing.hashing.Config()
    if "shard_size" in request:
        hashing.use_shard_serialization(shard_size=request["shard_size"])
    hashing.set_ignored_paths(
        paths=request.get("ignore", []), ignore_git_paths=request.get("ignore_git", True)
    )
    return hashing.set_allow_symlinks(request.get("allow_symlinks", False))


def digest(request):
    """The manifest and the statement as the reference makes them."""
    manifest = config(request).hash(pathlib.Path(request["path"]))
    statement = _signing.Payload(manifest).statement.pb
    return {
        "payload": base64.b64encode(json_format.MessageToJson(statement).encode()).decode(),
        "resources": [
            [d.identifier, d.digest.algorithm, d.digest.digest_hex] for d in manifest.resource_descriptors()
        ],
    }


def keygen(request):
    """Writes name.pem, name.pub and name.sec1.pem for a curve, and name.enc.pem, encrypted."""
    curves = {"P-224": ec.SECP224R1(), "P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
    key = ec.generate_private_key(curves[request["curve"]])
    stem = request["stem"]
    forms = [
        (".pem", serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        (".sec1.pem", serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()),
        (".enc.pem", serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"test")),
        (".enc1.pem", serialization.PrivateFormat.TraditionalOpenSSL, serialization.BestAvailableEncryption(b"test")),
    ]
    for suffix, form, encryption in forms:
        pathlib.Path(stem + suffix).write_bytes(key.private_bytes(serialization.Encoding.PEM, form, encryption))
    public = key.public_key()
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    pathlib.Path(stem + ".pub").write_bytes(public.public_bytes(serialization.Encoding.PEM, spki))


def sign(request):
    signing = model_signing.signing.Config().use_elliptic_key_signer(private_key=request["key"])
    signing.set_hashing_config(config(request)).sign(pathlib.Path(request["path"]), request["signature"])


def verify(request):
    """With `guess`, the reference takes how to hash from the signature."""
    verifying = model_signing.verifying.Config().use_elliptic_key_verifier(public_key=request["key"])
    if not request.get("guess"):
        verifying.set_hashing_config(config(request))
    verifying.verify(pathlib.Path(request["path"]), request["signature"])


def bench(request):
    """Wall and processor seconds of one hash of the model, and the root."""
    hashing, path = config(request), pathlib.Path(request["path"])
    began, used = time.perf_counter(), time.process_time()
    manifest = hashing.hash(path)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - used
    root = hashlib.sha256()
    for descriptor in manifest.resource_descriptors():
        root.update(descriptor.digest.digest_value)
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "root": root.hexdigest()}


def version(_request):
    return importlib.metadata.version("model-signing")


def main():
    # The answers have stdout for themselves: the reference prints warnings there.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    commands = {f.__name__: f for f in (digest, keygen, sign, verify, bench, version)}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"ok": commands[request["command"]](request)}
        except Exception as error:  # whatever the reference raises is its verdict
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
