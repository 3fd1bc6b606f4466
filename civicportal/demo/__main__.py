import sys

from civicportal.demo.supervisor import main

sys.exit(main())
