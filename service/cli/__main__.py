"""`python -m service.cli` is `bantin`."""

from service.cli.app import main

main()
