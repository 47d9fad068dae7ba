import sys
from pathlib import Path

from benchmarks.grading_speed import make_class

make_class(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), 3)
