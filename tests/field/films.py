"""What a camera sees of cards: a film (Y4M, 4:2:0) made from the printed pages themselves."""

from collections.abc import Sequence

import pypdfium2

from twiza.aid.rules import marks, printing
from twiza.aid.rules.printing import PrintedCard, PrintedPoint

WIDTH, HEIGHT, RATE = 640, 480, 10
GREY = bytes([128]) * (WIDTH * HEIGHT // 2)
WORDS = {"card": "بطاقة استلام", "keep": "احتفظوا بهذه البطاقة إلى يوم الاستلام."}


def printed(cards: Sequence[tuple[str, str]]) -> bytes:
    """The PDF of cards (door code, text of the square), one a page, as the house prints them."""
    point = PrintedPoint("دار الحي", marks.INK[marks.Colour.GREEN], marks.Shape.TRIANGLE)
    made = [PrintedCard("A", "الخميس 26 فبراير 2026، 10:00", code, square) for code, square in cards]
    return printing.cards_pdf(made, {"A": point}, words=WORDS, language="ar", sheet=False)


def film(pdf: bytes, frames: int = 15) -> bytes:
    """A film that holds each page before the camera in turn, and an empty table between two."""
    shown: list[bytes] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            wide, high = page.get_size()
            bitmap = page.render(scale=min(WIDTH / wide, HEIGHT / high) * 0.98, grayscale=True)
            shown += [_frame(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)] * frames
            shown += [_frame(b"", 0, 0, 0)] * frames
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420\n".encode()
    return head + b"".join(shown)


def _frame(picture: bytes, width: int, height: int, stride: int) -> bytes:
    left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
    table = bytes([150])
    rows = [table * WIDTH] * HEIGHT
    for y in range(height):
        line = picture[y * stride : y * stride + width]
        rows[top + y] = table * left + line + table * (WIDTH - left - width)
    return b"FRAME\n" + b"".join(rows) + GREY
