"""What people do: plain functions on a session. They never commit; after a refusal the caller rolls back."""
