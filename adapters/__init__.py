"""One package per chat: what people do becomes arrivals, and messages become what they see."""
