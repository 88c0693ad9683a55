# What a run of a case took, printed as the other clients of the benchmark print it.
import json
import resource
import time


class Measured:
    """Times its block: wall clock, CPU of this process, peak memory."""

    def __init__(self):
        self.times = []

    def __enter__(self):
        self.cpu = time.process_time()
        self.begin = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.begin
        self.cpu = time.process_time() - self.cpu

    def print(self, count):
        figures = {
            "count": count,
            "seconds": self.seconds,
            "cpu": self.cpu,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        if self.times:
            self.times.sort()
            figures["p50"] = self.times[len(self.times) // 2]
            figures["p99"] = self.times[len(self.times) * 99 // 100]
        print(json.dumps(figures))


# The client fills no array of a fixed length on its own.
NO_LABELS = [{"is_uniform": 0, "label": 0, "ttl": 0, "exp": 0}] * 16


def route(i, table):
    """The i-th route, as the other clients make it: a /32 through a drop path."""
    return {
        "table_id": table,
        "prefix": f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}/32",
        "n_paths": 1,
        "paths": [
            {
                "sw_if_index": 0xFFFFFFFF,
                "weight": 1,
                "type": 2,
                "n_labels": 0,
                "label_stack": NO_LABELS,
            }
        ],
    }


def flags(i, window):
    """The i-th change of interfaces 1 to `window`, up and down in turn."""
    return {"sw_if_index": 1 + i % window, "flags": 1 - i // window % 2}
