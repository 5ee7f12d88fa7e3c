"""The doctor: is a stage's live user pool set up as the logout needs it, and what is to be changed where it is not?"""

import sys
from pathlib import Path

# It uses the product's own settings reader, catalogue and transport, whose import root is functions/.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "functions"))
