"""Keys, signatures, and whom they trust."""

from __future__ import annotations

from dataclasses import dataclass

from app.setting_kinds import Group, Kind, setting
from app.settings.checks import addresses
from app.settings.units import HOURS, MINUTES, SECONDS

LONGEST_CONFIRM_MIN = 24 * 60.0


# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class SigningSettings:
    """Keys, and what a signature is like."""

    __slots__ = ()

    key: str = setting(
        "", Group.SIGNING, Kind.TEXT,
        ("Khóa ký của cán bộ",
         "p12:TỆP, pkcs11:THƯ-VIỆN#TOKEN, csc:URL#MÃ, smartca:URL, cng:VÂN-TAY hoặc vgca:",
         "Signing key",
         "p12:PATH, pkcs11:MODULE#TOKEN, csc:URL#CREDENTIAL, smartca:URL, cng:THUMBPRINT or "
         "vgca:"),
    )
    agency_key: str = setting(
        "", Group.SIGNING, Kind.TEXT,
        ("Khóa của cơ quan", "Khóa của cơ quan; để trống = chỉ cá nhân ký",
         "Key of the agency", "Key of the agency; empty = only persons sign"),
    )
    further_keys: str = setting(
        "", Group.SIGNING, Kind.TEXT,
        ("Khóa của người khác",
         "Khóa của những người khác cũng ký giấy tờ ấy, cách nhau bằng dấu chấm phẩy",
         "Further keys",
         "Keys of further persons who may sign the same papers, separated by semicolons"),
    )
    signing_services_file: str = setting(
        "", Group.SIGNING, Kind.FILE,
        ("Tài khoản dịch vụ ký từ xa",
         "Tệp JSON các tài khoản ở dịch vụ ký (csc, smartca); phần bí mật hoặc cá nhân nằm trong "
         "tệp riêng",
         "Accounts at signing services",
         "Accounts at signing services (csc, smartca), JSON: services with url, account, "
         "password_file or token_file, signer_file (number of the signer), ca_file; what is "
         "secret or personal is in files of its own"),
    )
    confirm_within_min: float = setting(
        5.0, Group.SIGNING, Kind.NUMBER,
        ("Chờ xác nhận trên điện thoại", "Người ký có bao lâu để xác nhận trên điện thoại",
         "Time to confirm", "How long a signer has to confirm on the telephone"),
        least=0, is_above=True, most=LONGEST_CONFIRM_MIN, unit=MINUTES,
    )
    seal_dossiers: bool = setting(
        False, Group.SIGNING, Kind.SWITCH,
        ("Đề xuất ký bằng khóa cơ quan", "Chọn sẵn chữ ký cơ quan khi ký giấy tờ đã số hóa",
         "Offer the agency's signature",
         "Offer the signature of the agency first where digitized papers are signed"),
    )
    signature_picture: str = setting(
        "", Group.SIGNING, Kind.FILE,
        ("Hình chữ ký", "Hình chữ ký của cán bộ, PNG",
         "Picture of the signature", "Picture of the officer's signature, PNG"),
    )
    seal_picture: str = setting(
        "", Group.SIGNING, Kind.FILE,
        ("Hình con dấu", "Hình con dấu của cơ quan, đúng kích thước thật, PNG",
         "Picture of the seal", "Picture of the agency's seal in true size, PNG"),
    )
    signature_level: str = setting(
        "b-b", Group.SIGNING, Kind.CHOICE,
        ("Mức chữ ký", "Chữ ký mang theo bao nhiêu bằng chứng",
         "Signature level", "How much evidence a signature carries"),
        choices={
            "b-b": ("B-B: chữ ký", "B-B: the signature"),
            "b-t": ("B-T: có dấu thời gian", "B-T: with a time stamp"),
            "b-lt": ("B-LT: có cả trạng thái chứng thư", "B-LT: with revocation answers too"),
            "b-lta": ("B-LTA: lưu trữ lâu dài", "B-LTA: for the archive"),
        },
    )
    signature_kind: str = setting(
        "pades", Group.SIGNING, Kind.CHOICE,
        ("Kiểu chữ ký", "Loại chữ ký ghi trong tệp PDF",
         "Kind of signature", "What is written into the PDF"),
        choices={
            "pades": ("PAdES", "PAdES"),
            "pkcs7": ("adbe.pkcs7.detached, cho nơi nhận cũ", "adbe.pkcs7.detached, for older "
                      "receivers"),
        },
    )
    rsa_padding: str = setting(
        "pss", Group.SIGNING, Kind.CHOICE,
        ("Cách đệm RSA", "Khóa RSA ký thế nào",
         "RSA padding", "How RSA keys sign"),
        choices={
            "pss": ("PSS", "PSS"),
            "pkcs1": ("PKCS#1 v1.5, cho nơi nhận cũ", "PKCS#1 v1.5, for older receivers"),
        },
    )
    sign_offline: bool = setting(
        True, Group.SIGNING, Kind.SWITCH,
        ("Ký khi không hỏi được thu hồi",
         "Vẫn ký khi không ai cho biết chứng thư còn hiệu lực; câu trả lời được bổ sung cùng dấu "
         "thời gian trước khi gửi",
         "Sign without a revocation answer",
         "Sign although no authority can say whether the certificate is revoked; the answer is "
         "brought with the time stamp before the dossier is sent"),
    )
    results_dir: str = setting(
        "", Group.SIGNING, Kind.FOLDER,
        ("Thư mục kết quả cần ký", "Thư mục nhận kết quả điện tử cần ký",
         "Folder of results", "Folder where electronic results to be signed arrive"),
    )
    results_every_min: float = setting(
        5.0, Group.SIGNING, Kind.NUMBER,
        ("Hỏi kết quả chờ ký mỗi",
         "Bao lâu hỏi hệ thống tiếp nhận một lần về kết quả chờ ký, 0 = không hỏi",
         "Look for results every",
         "Pause between looks for results that wait at the processing system, 0 = never"),
        least=0, unit=MINUTES,
    )


@dataclass(frozen=True, init=False, repr=False, eq=False)
class TrustSettings:
    """Trusted certificates, and time stamps."""

    __slots__ = ()

    trust_dir: str = setting(
        "", Group.TRUST, Kind.FOLDER,
        ("Chứng thư tin cậy", "Thư mục chứng thư tin cậy, PEM hoặc DER",
         "Trusted certificates", "Folder with trusted certificates, PEM or DER"),
    )
    timestamp_urls: str = setting(
        "", Group.TRUST, Kind.TEXT,
        ("Dịch vụ dấu thời gian", "Địa chỉ các dịch vụ dấu thời gian, cách nhau bằng dấu cách",
         "Time-stamp services", "Time-stamp services, separated by spaces"),
        typed=addresses,
    )
    service_timeout_s: float = setting(
        30.0, Group.TRUST, Kind.NUMBER,
        ("Chờ dịch vụ chứng thực", "Chờ một câu trả lời về thời gian hoặc thu hồi bao lâu",
         "Wait for services",
         "How long to wait for one answer of a time-stamp or revocation service"),
        least=1, unit=SECONDS,
    )
    owe_time: bool = setting(
        True, Group.TRUST, Kind.SWITCH,
        ("Cho nợ dấu thời gian",
         "Nhận chữ ký khi chưa lấy được dấu thời gian, rồi bổ sung sau",
         "Owe time stamps",
         "Publish a signature whose time stamp cannot be had, and bring the time later"),
    )
    deliver_without_time: bool = setting(
        False, Group.TRUST, Kind.SWITCH,
        ("Gửi khi còn nợ dấu thời gian", "Gửi hồ sơ dù còn nợ dấu thời gian",
         "Send without the time", "Send a dossier although a time stamp is still owed to it"),
    )
    time_deadline_h: float = setting(
        8.0, Group.TRUST, Kind.NUMBER,
        ("Hạn chờ dấu thời gian", "Sau bao lâu thì gửi hồ sơ dù còn nợ dấu thời gian",
         "Deadline of the time",
         "After how long a dossier is sent although a time stamp is still owed to it"),
        least=0, unit=HOURS,
    )
