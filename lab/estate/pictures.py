"""Draws small pictures: a coloured card with a few shapes, the same for the same seed."""

from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

GROUNDS = ["#e8dcc8", "#d6e2e8", "#e6d3cb", "#dde5d3", "#e3dbe8", "#f0e4c3"]
INKS = ["#1d3b4f", "#b5502f", "#d9a441", "#5b7553", "#6c5a86", "#40525e"]
SMALL = (320, 240)
LARGE = (1200, 700)


def shape(draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: Random) -> None:
    """Draw one shape somewhere."""
    wide, high = size
    x, y = dice.randrange(wide // 16, wide * 3 // 4), dice.randrange(high // 12, high * 2 // 3)
    box = (
        x,
        y,
        x + dice.randrange(wide // 10, wide // 3),
        y + dice.randrange(high // 12, high // 3),
    )
    ink = dice.choice(INKS)
    kind = dice.randrange(3)
    if kind == 0:
        draw.rounded_rectangle(box, radius=wide // 35, fill=ink)
    elif kind == 1:
        draw.ellipse(box, fill=ink)
    else:
        draw.line(box, fill=ink, width=wide // 40)


def picture(dice: Random, size: tuple[int, int] = SMALL) -> bytes:
    """Give a PNG of a few kilobytes."""
    image = Image.new("RGB", size, dice.choice(GROUNDS))
    draw = ImageDraw.Draw(image)
    for _ in range(dice.randrange(4, 8)):
        shape(draw, size, dice)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def picture_file(dice: Random, name: str, size: tuple[int, int] = SMALL) -> ContentFile:
    """Give a picture as Django likes to store it."""
    return ContentFile(picture(dice, size), name)
