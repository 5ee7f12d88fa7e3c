"""The benchmark: our function beside other ways to do the same, in one run, through AWS's own runtime client."""
