"""A single sign-on that many universities and ministries run: LemonLDAP::NG's portal in a process of its own."""
