"""The doctor's rules, tried by value: each check has a case that is as it should be and one that is red."""
