"""`make pictures` takes the pictures of our pages that the tests compare with; here is how they are taken and compared.

The fonts are those of package.json and not this machine's, so that another one draws the same.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.album import words
from tests.browser.served_pages import ServedPages, served, show_logo

FOLDER = Path(__file__).with_name("pictures")
FONTS = Path(__file__).parent / "node_modules"
LATIN = FONTS / "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
JAPANESE = FONTS / "@fontsource/kosugi/files/kosugi-japanese-400-normal.woff2"
PAGES = {
    "en": (
        "question",
        "good receipt",
        "receipt with something alive",
        "receipt of an app without a look",
        "refusal",
        "onward",
        "astray",
        "THROTTLED",
    ),
    "de": ("receipt of a long name",),
    "ja": ("receipt with something alive",),
}
"""What is pictured, by the language that a person reads."""
EVERY = [(tag, name) for tag, names in PAGES.items() for name in names]
WIDTHS, SCHEMES = (360, 1_280), ("light", "dark")
COLORS = 64
"""In a kept picture: enough for text, and few enough for a small file."""
BLOCK = 4
"""Pixels that are compared as one, so that a letter may be drawn a little differently by another Chromium."""
NOTICED = 20
"""Of 255: two blocks that differ by less look the same."""


def taken(browser: Browser, pages: ServedPages, tag: str, name: str) -> Iterator[tuple[str, Image.Image]]:
    """One page in both themes and two widths, each with the name of its file."""
    with browser.new_context(locale=tag, bypass_csp=True) as context:
        show_logo(context)
        page = context.new_page()
        # A form that submits itself to an address without content leaves its page where it is, and never done loading.
        page.goto(f"{pages.base}/{name}", wait_until="commit")
        page.locator("h1").wait_for()
        with_our_fonts(page)
        for width, scheme in product(WIDTHS, SCHEMES):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
            page.set_viewport_size({"width": width, "height": 640})
            shot = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
            yield f"{words(name)}-{tag}-{width}-{scheme}.png", shot


def difference(one: Image.Image, other: Image.Image) -> float:
    """Which share of two pictures looks different, from 0 to 1; all of it when one is longer by more than a line."""
    if one.width != other.width or abs(one.height - other.height) > BLOCK:
        return 1.0
    size = (one.width // BLOCK, min(one.height, other.height) // BLOCK)
    box = (0, 0, size[0] * BLOCK, size[1] * BLOCK)
    small = [picture.convert("RGB").crop(box).resize(size, Image.Resampling.BOX) for picture in (one, other)]
    bands = ImageChops.difference(*small).split()
    largest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(largest.histogram()[NOTICED:]) / (size[0] * size[1])


def keep(picture: Image.Image, path: Path, colors: int = COLORS) -> None:
    """Write a picture with its most frequent colors alone: areas and lines keep theirs, edges of letters need few."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bands = picture.convert("RGB").tobytes()
    pixels = list(zip(bands[::3], bands[1::3], bands[2::3], strict=True))
    kept = [color for color, _ in Counter(pixels).most_common(colors)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([band for color in kept for band in color])
    near = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    # Pillow takes a neighbor even for a color that is there.
    same = {color: number for number, color in enumerate(kept)}
    near.putdata([same.get(color, number) for color, number in zip(pixels, near.tobytes(), strict=True)])
    near.save(path, optimize=True)


def with_our_fonts(page: Page) -> None:
    """Let a page be drawn with the fonts of package.json; its context must pass its policy by."""
    faces = "".join(
        f"@font-face {{font-family: {family}; font-weight: {weights}; src: url(data:font/woff2;base64,{_text(file)})}}"
        for family, weights, file in (("latin", "100 900", LATIN), ("japanese", "400", JAPANESE))
    )
    page.add_style_tag(content=f"{faces} body, code {{ font-family: latin, japanese }}")
    page.evaluate("Promise.all([...document.fonts].map(font => font.load())).then(() => 0)")


def _text(file: Path) -> str:
    return b64encode(file.read_bytes()).decode()


def main() -> None:
    """The command."""
    with sync_playwright() as playwright, served() as pages:
        browser = chromium.launched(playwright)
        kept = [(name, shot) for tag, page in EVERY for name, shot in taken(browser, pages, tag, page)]
        browser.close()
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, shot in kept:
        keep(shot, FOLDER / name)


if __name__ == "__main__":
    main()
