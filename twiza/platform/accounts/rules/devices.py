"""A device in two words a person knows, from what its browser says of itself. Pure Python."""

# The first that is found counts: most browsers also say the names of others
_PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),  # HeadlessChrome and Chromium too
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Return the browser and the machine, "Chrome · Android"; what is not known is left out, "" if all is."""
    found = [
        next((name for sign, name in names if sign.lower() in agent.lower()), "")
        for names in (_PROGRAMS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name)
