"""``python -m tarazy``: the command line."""

from tarazy.cli import main

if __name__ == "__main__":
    main()
