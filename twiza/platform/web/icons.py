"""The icons of the house: own drawings on a 24 × 24 sheet, one line 1.8 wide. Drawn inline, so no request and no font.

Only those in DIRECTIONAL are mirrored when the page runs from right to left: an arrow that says "onwards" turns,
a clock or a tick does not.
"""

DIRECTIONAL = frozenset({"back", "forward", "door", "sign-out", "list", "history"})

FILLED = frozenset({"mark", "dot"})

PATHS: dict[str, str] = {
    # eight-pointed star of two squares, with a hand of four petals inside
    "mark": "M12 1l3.2 3.3h4.5v4.5L23 12l-3.3 3.2v4.5h-4.5L12 23l-3.2-3.3H4.3v-4.5L1 12l3.3-3.2V4.3h4.5z"
    "M12 6.6c-1.5 1.2-2.2 2.6-2.2 3.9C8.6 9.6 7.5 9.5 6.4 10c.9 2.3 2.3 3.6 4.1 3.8-.2 1.3.3 2.6 1.5 3.7"
    " 1.2-1.1 1.7-2.4 1.5-3.7 1.8-.2 3.2-1.5 4.1-3.8-1.1-.5-2.2-.4-3.4.5 0-1.3-.7-2.7-2.2-3.9z",
    "dot": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z",
    "home": "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    "today": "M5 6h14v14H5zM5 10h14M9 3.5V7M15 3.5V7M9 15l2 2 4-4",
    "calendar": "M5 6h14v14H5zM5 10h14M9 3.5V7M15 3.5V7",
    "families": "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16.5 11.5a2.5 2.5 0 1 0 0-5M2.5 20c0-3.5 2.5-6 5.5-6s5.5 2.5 5.5 6M15 14.2c3.2-.6 6.5 1.8 6.5 5.8",
    "person": "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM4.5 20.5c0-4 3.3-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
    "organisation": "M4 20V6l8-3 8 3v14M2.5 20h19M9 20v-4h6v4M8.5 9h.01M12 9h.01M15.5 9h.01M8.5 12.5h.01M12 12.5h.01M15.5 12.5h.01",
    "place": "M12 21s-7-6.3-7-11.5a7 7 0 0 1 14 0C19 14.7 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
    "basket": "M3.5 10h17l-1.8 9.5H5.3zM8 10l3-6M16 10l-3-6M9.5 13.5v3M14.5 13.5v3",
    "card": "M3 6h18v12.5H3zM6.5 10h4v4h-4zM14 10.5h4M14 14h4",
    "scan": "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
    "upload": "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
    "download": "M12 4v12M7 11l5 5 5-5M4 16v4h16v-4",
    "print": "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21",
    "plus": "M12 5v14M5 12h14",
    "edit": "M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "good": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.7",
    "cross": "M6 6l12 12M18 6L6 18",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.5h.01",
    "alert": "M12 4L2.5 20h19zM12 10.5v4M12 17.2h.01",
    "refusal": "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 8v5M12 16.2h.01",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
    "history": "M4 12a8 8 0 1 1 2.5 5.8M4 12l-2-2.5M4 12l2.5-2M12 8v4.5l3 1.5",
    "leaf": "M5 19c0-9 5-14 15-14 0 10-5 14.5-11 14.5-1.5 0-3-.5-4-1.5 2-4 5-6.5 9-8.5",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M4.5 12h-2M21.5 12h-2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
    "back": "M20 12H4M10 6l-6 6 6 6",
    "forward": "M4 12h16M14 6l6 6-6 6",
    "door": "M13 3.5H5v17h8M10 12h11M17 8l4 4-4 4",
    "sign-out": "M13 3.5H5v17h8M10 12h11M17 8l4 4-4 4",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "lock": "M6 11h12v9.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v3.5M21 12v2.5",
    "eye": "M2.5 12c2-4 5.5-6.5 9.5-6.5s7.5 2.5 9.5 6.5c-2 4-5.5 6.5-9.5 6.5S4.5 16 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "shield": "M12 3l7.5 2.5V12c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V5.5zM9 12l2.2 2.2L15.5 10",
    "chart": "M4 4v16h16M8 16.5v-4M12 16.5V8M16 16.5v-6",
    "scales": "M12 3.5V20M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z",
    "box": "M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21",
    "sign": "M4 20h16M5 15c2-6 4.5-10 6.5-10 3 0-1 8.5 1 8.5 1.5 0 2-2.5 3.5-2.5 1.2 0 1 2 3 2",
    "settings": "M5 7h8M17 7h2M5 17h2M11 17h8M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "book": "M5 4.5h6a2 2 0 0 1 2 2V20a2 2 0 0 0-2-1.5H5zM13 6.5a2 2 0 0 1 2-2h4.5v14H15a2 2 0 0 0-2 1.5",
    "palette": "M12 3.5a8.5 8.5 0 1 0 0 17c1.5 0 2-1 1.5-2-.6-1.3.2-2.5 1.7-2.5h2.3c1.8 0 3-1.5 3-3.5 0-5-3.8-9-8.5-9zM7.5 12h.01M9.5 8h.01M14.5 8h.01",
}


def icon_svg(name: str) -> str:
    """Return the icon as SVG, hidden from readers aloud: the words beside it say the same.

    Raises:
        KeyError: there is no icon of this name.
    """
    directional = " icon-directional" if name in DIRECTIONAL else ""
    paint = (
        'fill="currentColor" fill-rule="evenodd"'
        if name in FILLED
        else 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
    )
    return (
        f'<svg class="icon{directional}" viewBox="0 0 24 24" width="24" height="24" {paint} '
        f'aria-hidden="true" focusable="false"><path d="{PATHS[name]}"/></svg>'
    )
