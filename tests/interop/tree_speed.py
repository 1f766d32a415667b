"""How fast pymerkle builds the tree of a file's lines.

Prints name and version, entries, seconds by the clock, seconds of processor time, the most memory in KiB, and the root.
"""

import resource
import sys
import time
from importlib.metadata import version

import pymerkle

with open(sys.argv[1], "rb") as file:
    lines = file.read().splitlines()

began, busy = time.perf_counter(), time.process_time()
tree = pymerkle.InmemoryTree(algorithm="sha256")
for line in lines:
    tree.append_entry(line)
root = tree.get_root()
wall, busy = time.perf_counter() - began, time.process_time() - busy

memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"pymerkle-{version('pymerkle')}", len(lines), wall, busy, memory, root.hex())
