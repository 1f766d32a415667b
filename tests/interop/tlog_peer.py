"""Two other implementations of transparency logs as peers for tests: pymerkle and proofbundle.

Reads one JSON request per line and answers each with one line: {"ok": ...} or {"error": "Type: message"}.
Bytes are hexadecimal. pymerkle has RFC 6962's trees and inclusion proofs, but a form of its own for
consistency proofs; proofbundle has RFC 9162's proofs and C2SP's notes.
"""

import json
import sys

import pymerkle
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from proofbundle import checkpoint, merkle, tlogproof
from pymerkle.core import _inclusion_path_layout


class Trees:
    """One list of entries in both libraries."""

    def __init__(self, entries):
        self.entries = entries
        self.pymerkle = pymerkle.InmemoryTree(algorithm="sha256")
        for entry in entries:
            self.pymerkle.append_entry(entry)


def unhex(items):
    return [bytes.fromhex(item) for item in items]


def tohex(items):
    return [item.hex() for item in items]


trees = None


def load(request):
    """Keeps the entries for the requests that follow; answers with both libraries' roots of all sizes."""
    global trees
    trees = Trees(unhex(request["entries"]))
    sizes = range(len(trees.entries) + 1)
    return {
        "pymerkle": [trees.pymerkle.get_root(size).hex() for size in sizes],
        "proofbundle": [merkle.merkle_tree_hash(trees.entries[:size]).hex() for size in sizes],
    }


def prove_inclusion(request):
    index, size = request["index"], request["size"]
    # pymerkle counts from one and puts the leaf first.
    other = trees.pymerkle.prove_inclusion(index + 1, size)
    return {
        "pymerkle": tohex(other.path[1:]),
        "proofbundle": tohex(merkle.inclusion_proof(trees.entries[:size], index)),
    }


def prove_consistency(request):
    return tohex(merkle.consistency_proof(trees.entries[: request["new"]], request["old"]))


def pymerkle_accepts(index, size, leaf, proof, root):
    rule, _ = _inclusion_path_layout(index + 1, size)
    made = pymerkle.InclusionProof("sha256", True, size, index + 1, rule, [leaf] + proof)
    try:
        pymerkle.verify_inclusion(leaf, root, made, index=index + 1, size=size)
    except pymerkle.InvalidProof:
        return False
    return True


def verify_inclusion(request):
    index, size = request["index"], request["size"]
    entry, root, proof = bytes.fromhex(request["entry"]), bytes.fromhex(request["root"]), unhex(request["proof"])
    return {
        "pymerkle": pymerkle_accepts(index, size, merkle.leaf_hash(entry), proof, root),
        "proofbundle": merkle.verify_inclusion(entry, index, size, proof, root),
    }


def verify_consistency(request):
    old, new = request["old"], request["new"]
    old_root, new_root = bytes.fromhex(request["old_root"]), bytes.fromhex(request["new_root"])
    return merkle.verify_consistency(old, new, unhex(request["proof"]), old_root, new_root)


def pymerkle_consistency(request):
    """Whether pymerkle's own proof holds between two roots."""
    proof = trees.pymerkle.prove_consistency(request["old"], request["new"])
    old_root, new_root = bytes.fromhex(request["old_root"]), bytes.fromhex(request["new_root"])
    try:
        pymerkle.verify_consistency(old_root, new_root, proof, request["old"], request["new"])
    except pymerkle.InvalidProof:
        return False
    return True


def sign(request):
    """A checkpoint with a cosignature, a proof file around it, and the keys."""
    log, witness = (Ed25519PrivateKey.from_private_bytes(bytes.fromhex(request[key])) for key in ("log", "witness"))
    name, witness_name = request["name"], request["witness_name"]
    note = checkpoint.sign_checkpoint(name, request["size"], bytes.fromhex(request["root"]), log, name)
    note = checkpoint.cosign_checkpoint(note, witness, witness_name, request["time"])
    return {
        "note": note,
        "log_key": checkpoint.vkey(name, log.public_key().public_bytes_raw()),
        "witness_key": checkpoint.cosign_vkey(witness_name, witness.public_key().public_bytes_raw()),
        "proof": tlogproof.format_tlog_proof(request["index"], unhex(request["hashes"]), note, bytes.fromhex(request["extra"])),
    }


def verify_proof(request):
    return tlogproof.verify_tlog_proof(
        request["proof"],
        bytes.fromhex(request["entry"]),
        request["log_key"],
        [request["witness_key"]],
        threshold=1,
        expected_origin=request["origin"],
    )["ok"]


OPERATIONS = {
    "load": load,
    "prove_inclusion": prove_inclusion,
    "prove_consistency": prove_consistency,
    "verify_inclusion": verify_inclusion,
    "verify_consistency": verify_consistency,
    "pymerkle_consistency": pymerkle_consistency,
    "sign": sign,
    "verify_proof": verify_proof,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": OPERATIONS[request["op"]](request)}
    except Exception as error:  # the tests ask for errors too
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
