"""PDF files as programs write them, small enough to be read: Arabic glyphs with a map to their letters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

Drawn = tuple[float, float, str]
"""Where a stretch of glyphs begins, in points from the lower left corner, and the glyphs from left to right."""


LIGATURES = {"ﻻ": "لا", "ﻷ": "لأ"}
"""One glyph, two letters."""


def pdf(*pages: Sequence[Drawn], packed: bool = True) -> bytes:
    """A PDF with these pages."""
    drawn = sorted({glyph for page in pages for *_, glyphs in page for glyph in glyphs})
    letters = {letter: number for number, letter in enumerate(drawn, 3)}
    cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
    cmap += "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    for letter, number in letters.items():
        cmap += f"1 beginbfchar <{number:04x}> <{LIGATURES.get(letter, letter).encode('utf-16-be').hex()}> endbfchar\n"
    cmap += "endcmap end end"
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /FontDescriptor 5 0 R /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 700 /StemV 80 >>",
        stream(cmap.encode(), packed=packed),
    ]
    for number, page in enumerate(pages):
        content = "BT /F 12 Tf\n"
        for x, y, glyphs in page:
            content += f"1 0 0 1 {x} {y} Tm <{''.join(f'{letters[glyph]:04x}' for glyph in glyphs)}> Tj\n"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(stream((content + "ET").encode(), packed=packed))
    return assembled(objects)


def stream(data: bytes, *, packed: bool = True, cells: str = "") -> bytes:
    """A stream object."""
    data = zlib.compress(data, 9) if packed else data
    filters = "/Filter /FlateDecode " if packed else ""
    return f"<< /Length {len(data)} {filters}{cells}>>\nstream\n".encode() + data + b"\nendstream"


def assembled(objects: Sequence[bytes]) -> bytes:
    """Objects with their table and trailer; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def line(y: float, logical: str, *, width: float = 6.0, right: float = 560.0) -> Drawn:
    """A right to left line of Arabic letters alone, drawn from left to right."""
    return right - width * len(logical), y, logical[::-1]
