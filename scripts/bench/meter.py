"""meter.py FILE COMMAND...: runs a command, and writes down what it and all that it started have used.

Node cannot ask for that. And a process counts the memory of the one that forked it: of a benchmark that holds more than
what is measured, or of this small program.
"""

import json
import os
import sys
import time

file, *command = sys.argv[1:]
started = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - started
with open(file, "w") as out:
    cpu = used.ru_utime + used.ru_stime
    json.dump({"wallMs": wall * 1000, "cpuMs": cpu * 1000, "memoryMiB": used.ru_maxrss / 1024}, out)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
