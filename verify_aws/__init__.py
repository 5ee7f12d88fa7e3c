"""What AWS really does: every fact that this project had to assume, asked of a throw-away pool in one's own account."""

import sys
from pathlib import Path

# The version is the product's own, whose import root is functions/.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "functions"))
