"""A rollout's Actions on functions, performed in AWS; and what planning one reads."""
