import os

from hypothesis import HealthCheck, settings

# The same examples in every run; BOOKABLE_ROUNDS asks for more of them.
settings.register_profile(
    "bookable",
    max_examples=int(os.environ.get("BOOKABLE_ROUNDS", "60")),
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("bookable")
