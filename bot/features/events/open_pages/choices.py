"""The time zones that a visitor of an open page chooses from: one for each clock that there is."""

WORLD = (
    *("UTC", "Pacific/Auckland", "Pacific/Honolulu", "Pacific/Fiji", "Pacific/Tongatapu"),
    *("America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix"),
    *("America/Chicago", "America/Mexico_City", "America/New_York", "America/Bogota"),
    *("America/Halifax", "America/St_Johns", "America/Caracas", "America/Santiago"),
    *("America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/Azores"),
    *("Atlantic/Reykjavik", "Africa/Casablanca", "Africa/Lagos", "Africa/Cairo"),
    *("Africa/Johannesburg", "Africa/Nairobi", "Europe/London", "Europe/Dublin"),
    *("Europe/Lisbon", "Europe/Paris", "Europe/Brussels", "Europe/Berlin", "Europe/Zurich"),
    *("Europe/Madrid", "Europe/Rome", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv"),
    *("Europe/Istanbul", "Europe/Moscow", "Asia/Jerusalem", "Asia/Beirut", "Asia/Dubai"),
    *("Asia/Tehran", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka"),
    *("Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Singapore", "Asia/Manila"),
    *("Asia/Tokyo", "Asia/Seoul", "Australia/Perth", "Australia/Adelaide"),
    *("Australia/Brisbane", "Australia/Sydney"),
)
