"""Five real Arabic news articles on one event, byte for byte as they were crawled.

They ship in the wheel, so that `claimreader` without an argument opens on something real. The package holds
no code but the path to them.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
"""The folder that holds the five `.txt` files."""
