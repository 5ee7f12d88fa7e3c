"""What a release consists of: an archive per processor, the guard's wheel, a bill of materials, and their checksums."""
