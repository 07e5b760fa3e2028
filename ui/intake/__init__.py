"""Documents that come in: queued, looked over beside their source, and stored."""
