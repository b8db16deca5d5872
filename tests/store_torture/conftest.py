"""The long tests of the store share their tools with the short ones."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "store"))
