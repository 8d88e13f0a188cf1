"""What a replicator is to the bench."""


class Tool:
    """One turn of a replicator; what it does not say itself is as here.

    It also has once(buckets), which starts a first copy, and follow(buckets), which starts what goes on copying what changes:
    both give a process.
    """

    keeps_etags = True

    # What is to be known of its figures, for the report.
    note = ""

    def __init__(self, backend):
        self.destination = backend.destination

    @staticmethod
    def unable(options, scenario):
        """Why it cannot do a scenario; None where it can."""
        return None

    @staticmethod
    def heap_after_gc_mib(process):
        """What lives in its heap; None where it has none that tells."""
        return None

    def close(self):
        """Its turn is over."""
