"""What every call and every update needs: limits, threads, ids, addresses."""
