"""Reading library: image -> clean image -> words -> paper type -> fields -> PDF/A.

Knows neither Qt nor the workstation (`app`) nor `signing`. Importing this package loads
nothing heavy; `ocr.words`, `ocr.reading`, `ocr.understanding.forms` and `ocr.errors` are plain
values that any process may import, everything else (OpenCV, Tesseract, pikepdf) belongs in a
worker. `ocr.pipeline` is the order of the steps; each room is one stage of it.
"""
