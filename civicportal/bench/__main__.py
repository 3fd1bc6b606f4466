import os
import sys
from pathlib import Path

# Before anything reads the settings: a place of its own, so that the demo's data stays as it is.
kept = os.environ.get("PORTAL_LOCAL") or Path(__file__).resolve().parents[2] / ".local"
os.environ["PORTAL_LOCAL"] = str(Path(kept) / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "civicportal.bench.settings"

from civicportal.bench.run import main  # noqa: E402

sys.exit(main())
