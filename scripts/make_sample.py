"""Make the two binary documents of examples/central-asia: a PDF (printed by Chromium from HTML) and a DOCX with a table.

Run it only to change them: the results are committed. Chromium and fonts with Kazakh letters (DejaVu) must be installed.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "examples" / "central-asia"
SOURCES = ROOT / "scripts" / "sample"

PARAGRAPHS = (
    "Внешняя торговля Казахстана восстановилась после спада, вызванного пандемией. В 2021 г. товарооборот "
    "составил 101,7 млрд долл., в 2022 г. – 134,4 млрд долл., в 2023 г. – 139,8 млрд долл. Показатели приведены в таблице.",
    "В 2022 г. крупнейшим партнером республики оставалась Россия: на нее пришлось 26 млрд долл. На втором месте находился "
    "Китай с товарооборотом 24,1 млрд долл., на третьем – Италия (14,9 млрд долл.). В 2023 г. Китай, по казахстанским "
    "данным, впервые обошел Россию: 31,5 млрд долл. против 26 млрд. Китайская сторона сообщила о 41 млрд долл.",
    "Основу экспорта составляет нефть, которую покупают Италия, Нидерланды и Франция. Товарооборот с Турцией в 2022 г. "
    "превысил 6 млрд долл.; стороны намерены довести его до 10 млрд. Торговля с Узбекистаном достигла 5 млрд долл. при "
    "том же целевом показателе.",
    "Европейский союз ввел против России санкции в 2014 г. и многократно расширил их после февраля 2022 г. Казахстан к "
    "санкциям не присоединился, но и не намерен помогать в их обходе: с апреля 2023 г. республика ведет онлайн-учет "
    "товаров, пересекающих границу. Вторичные санкции остаются угрозой для казахстанских банков.",
    "Соглашение о расширенном партнерстве и сотрудничестве между Казахстаном и ЕС подписано 21 декабря 2015 г. в Астане "
    "и полностью вступило в силу 1 марта 2020 г. Казахстану рекомендуется использовать его для сбыта несырьевых товаров. "
    "Если цены на нефть упадут, доля сырья в экспорте снизится, но вместе с ней сократится и доход бюджета.",
)
HEADER = ("Год", "Экспорт, млрд долл.", "Импорт, млрд долл.", "Товарооборот, млрд долл.")
ROWS = (("2021", "60,3", "41,4", "101,7"), ("2022", "84,4", "50,0", "134,4"), ("2023", "78,7", "61,1", "139,8"))


def write_docx(target: Path) -> None:
    """The report on Kazakhstan's foreign trade, with a table of four columns."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = "Внешняя торговля Казахстана", "Tarazy", "ru"
    properties.created = properties.modified = datetime.datetime(2025, 1, 15, 9, 0)
    document.add_heading("Внешняя торговля Казахстана в 2021–2023 гг.", level=1)
    for paragraph in PARAGRAPHS[:1]:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=len(HEADER), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for paragraph in PARAGRAPHS[1:]:
        document.add_paragraph(paragraph)
    document.save(str(target))


def print_pdf(source: Path, target: Path) -> None:
    """Print an HTML file to PDF with a headless Chromium."""
    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if browser is None:
        sys.exit("make_sample.py: no Chromium found; install it to print the PDF")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={profile}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            timeout=120,
            capture_output=True,
        )


if __name__ == "__main__":
    write_docx(SAMPLE / "kazakhstan-foreign-trade.ru.docx")
    print_pdf(SOURCES / "peacekeeping-kazakhstan.kk.html", SAMPLE / "peacekeeping-kazakhstan.kk.pdf")
