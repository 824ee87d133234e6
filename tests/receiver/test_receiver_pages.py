"""The receiver's web pages."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import uuid
from dataclasses import asdict, replace

import httpx
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.receiver.markup import text
from app.receiver.pictures import NoPicture, Pictures
from tests.receiver.dossier_samples import manifest_of, pdf_bytes

MARKUP = '<script>alert("x")</script><img src=x onerror=y>&\'"'


def delivered(http: httpx.Client, manifest, files: dict[str, bytes]) -> dict:
    body = {**asdict(manifest), "manifest_sha256": manifest.digest()}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    reply = http.post("/v1/dossiers", json=body, headers=key).json()
    for entry in reply["uploads"]:
        http.patch(
            entry["url"],
            content=files[entry["file"]],
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": "0",
                "Content-Type": "application/offset+octet-stream",
            },
        )
    http.post(
        f"/v1/dossiers/{reply['id']}/commit",
        json={"manifest_sha256": manifest.digest()},
        headers=key,
    )
    return reply


def test_dossier_page_shows_fields_receipt_and_a_picture_per_page(http):
    files = {"f1": pdf_bytes(3)}
    reply = delivered(http, manifest_of(files), files)

    listing = http.get("/").text
    page = http.get(f"/d/{reply['id']}").text
    pictures = [http.get(src) for src in re.findall(r'<img src="([^"]+)"', page)]

    assert reply["dossier_code"] in listing
    assert "Nguyễn Thị Mẫu" in page
    assert "Số biên nhận" in page
    assert "Đã tiếp nhận" in page
    assert [picture.headers["Content-Type"] for picture in pictures] == ["image/png"] * 3
    assert Image.open(io.BytesIO(pictures[0].content)).width == 1000


def test_every_text_of_the_sender_is_escaped(http):
    manifest = manifest_of({"f1": pdf_bytes()})
    (item,) = manifest.files
    hostile = replace(
        manifest,
        dossier_code=MARKUP,
        procedure_code=MARKUP,
        officer_id=MARKUP,
        station_id=MARKUP,
        files=(replace(item, name=MARKUP, role=MARKUP, paper_code=MARKUP),),
        fields={MARKUP: MARKUP},
        client_audit_head=MARKUP,
    )
    reply = delivered(http, hostile, {"f1": pdf_bytes()})

    for path in ("/", f"/d/{reply['id']}"):
        shown = http.get(path).text
        assert "alert(" in shown
        assert "<script" not in shown
        assert "<img src=x" not in shown
        assert "onerror=y>" not in shown.replace("&gt;", "")


def test_policy_allows_exactly_the_style_of_the_page(http):
    reply = http.get("/")

    policy = reply.headers["Content-Security-Policy"]
    style = re.search(r"<style>(.*?)</style>", reply.text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; img-src 'self';")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "style=" not in reply.text
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_file_is_a_download_whatever_the_sender_calls_it(http):
    manifest = manifest_of({"f1": pdf_bytes()})
    (item,) = manifest.files
    named = replace(item, name='../../đơn "xin".html\r\nX: y', media="text/html")
    reply = delivered(http, replace(manifest, files=(named,)), {"f1": pdf_bytes()})
    upload_id = reply["uploads"][0]["url"].rpartition("/")[2]

    got = http.get(f"/d/{reply['id']}/f/{upload_id}")

    assert got.content == pdf_bytes()
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''..%2F..%2F")
    assert "X" not in got.headers


@pytest.mark.parametrize(
    "path", ["/d/none", "/d/none/f/none", "/d/none/f/none/0.png", "/d/..%2F..%2Fetc"]
)
def test_page_that_is_not_there_is_a_vietnamese_404(http, path):
    reply = http.get(path)

    assert reply.status_code == 404
    assert "Không tìm thấy" in reply.text


def test_picture_of_an_unfinished_file_or_a_page_too_far_is_404(http):
    files = {"f1": pdf_bytes()}
    done = delivered(http, manifest_of(files), files)
    upload_id = done["uploads"][0]["url"].rpartition("/")[2]
    manifest = manifest_of(files)
    body = {**asdict(manifest), "manifest_sha256": manifest.digest()}
    begun = http.post(
        "/v1/dossiers", json=body, headers={"Idempotency-Key": str(uuid.uuid4())}
    ).json()
    unfinished = begun["uploads"][0]["url"].rpartition("/")[2]

    assert http.get(f"/d/{done['id']}/f/{upload_id}/7.png").status_code == 404
    assert http.get(f"/d/{begun['id']}/f/{unfinished}/0.png").status_code == 404
    assert http.get(f"/d/{begun['id']}").status_code == 200


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nbroken", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_pictures_of_unreadable_bytes_are_none(tmp_path, data):
    source = tmp_path / "bytes"
    source.write_bytes(data)
    pictures = Pictures(tmp_path / "pictures")

    assert pictures.page_count(source) == 0
    with pytest.raises(NoPicture):
        pictures.png(source, 0)


def test_picture_is_rendered_once(tmp_path):
    source = tmp_path / "d" / "u"
    source.parent.mkdir()
    source.write_bytes(pdf_bytes())
    pictures = Pictures(tmp_path / "pictures")

    first = pictures.png(source, 0)
    source.write_bytes(b"gone")
    again = pictures.png(source, 0)

    assert first == again


def test_picture_of_a_jpeg_is_reduced(tmp_path):
    source = tmp_path / "u"
    Image.new("CMYK", (2000, 500)).save(source, "JPEG")
    pictures = Pictures(tmp_path / "pictures")

    shown = Image.open(io.BytesIO(pictures.png(source, 0)))

    assert pictures.page_count(source) == 1
    assert shown.size == (1000, 250)
    with pytest.raises(NoPicture):
        pictures.png(source, 1)


def searched(http: httpx.Client, words: str, state: str = "") -> httpx.Response:
    return http.post("/", data={"words": words, "state": state})


def test_search_finds_without_tones_and_by_state_and_keeps_names_out_of_addresses(http):
    unlikely = "Đỗ Thị Quỳnh " + uuid.uuid4().hex[:8]
    manifest = replace(manifest_of({"f1": pdf_bytes()}), fields={"ho_ten": unlikely})
    reply = delivered(http, manifest, {"f1": pdf_bytes()})

    found = searched(http, "do quynh " + unlikely[-8:].upper(), "accepted")
    receiving = searched(http, unlikely, "receiving")

    assert re.findall(r'href="/d/([^"]+)"', found.text) == [reply["id"]]
    assert "Không có hồ sơ nào khớp." in receiving.text
    assert str(found.request.url).endswith("/")
    assert 'method="post"' in found.text
    assert "form-action 'self'" in found.headers["Content-Security-Policy"]


def test_search_words_are_escaped(http):
    assert "<script" not in searched(http, MARKUP).text


@pytest.mark.parametrize("body", [b"x" * 5000, b"\xff=1", b"&".join([b"a=1"] * 20)])
def test_search_with_nonsense_is_a_page(http, body):
    reply = http.post("/", content=body)

    assert reply.status_code == 404
    assert "Không tìm thấy" in reply.text


def test_receipt_page_has_a_code_that_leads_to_the_receipt(http):
    reply = delivered(http, manifest_of({"f1": pdf_bytes()}), {"f1": pdf_bytes()})

    page = http.get(f"/d/{reply['id']}/receipt")

    assert "Biên nhận hồ sơ điện tử" in page.text
    assert "BN-" in page.text
    assert "@page slip { size: A5" in page.text
    assert "<script" not in page.text
    receipt = http.get(f"/v1/dossiers/{reply['id']}").json()["receipt"]
    short = reply["manifest_sha256"][:16]
    path = re.search(r'<path d="([^"]+)"', page.text).group(1)
    side = int(re.search(r'viewBox="0 0 (\d+)', page.text).group(1))
    assert read_code(path, side) == f"{http.base_url}".rstrip("/") + f"{receipt}#{short}"


def read_code(path: str, side: int) -> str:
    """Draw the path of rectangles and read it back."""
    grid = np.full((side * 8, side * 8), 255, np.uint8)
    for x, y, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z", path):
        left, top = int(x) * 8, int(y) * 8
        grid[top : top + int(height) * 8, left : left + int(width) * 8] = 0
    return str(zxingcpp.read_barcode(grid).text)


def test_receipt_page_before_acceptance_is_missing(http):
    manifest = manifest_of({"f1": pdf_bytes()})
    body = {**asdict(manifest), "manifest_sha256": manifest.digest()}
    begun = http.post(
        "/v1/dossiers", json=body, headers={"Idempotency-Key": str(uuid.uuid4())}
    ).json()

    assert http.get(f"/d/{begun['id']}/receipt").status_code == 404


def test_signatures_are_judged_when_asked_and_then_known(http):
    reply = delivered(http, manifest_of({"f1": pdf_bytes()}), {"f1": pdf_bytes()})
    before = http.get(f"/d/{reply['id']}").text

    judged = http.get(f"/d/{reply['id']}/signatures")
    after = http.get(f"/d/{reply['id']}").text

    assert "Kiểm tra chữ ký số của các tệp" in before
    assert judged.status_code == 200
    # The sample only looks signed.
    assert "Còn nguyên vẹn" not in judged.text
    assert "Kết luận" in judged.text
    assert "Kết luận" in after


def test_turned_writing_and_control_characters_are_shown_as_stand_ins():
    assert text("Tờ khai \u202efdp.exe\x07<") == "Tờ khai \ufffdfdp.exe\ufffd&lt;"
    assert text("Đặng Thị Ửng") == "Đặng Thị Ửng"
