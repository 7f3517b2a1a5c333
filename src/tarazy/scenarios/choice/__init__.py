"""Choice: options judged by several criteria, with what the order hangs on."""
