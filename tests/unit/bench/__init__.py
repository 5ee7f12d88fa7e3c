"""Tests of what measures: by value, without measuring anything but growth."""
