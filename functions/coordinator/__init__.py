"""The logout coordinator: everything that the handlers share. It imports nothing from them."""
