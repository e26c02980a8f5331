"""``python -m mediakit`` is the command ``mediakit``."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the folder it is started in: a random.py there is not ours to import

from mediakit.cli import main

if __name__ == "__main__":
    sys.exit(main())
