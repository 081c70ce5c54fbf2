"""The lab's own certificate authority, and one certificate that has expired on purpose."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_FILE = "ca.pem"
LOOPBACK = ip_address("127.0.0.1")
_CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class Validity:
    """From when until when a certificate is good."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """The files of one certificate and its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def issue(state: Path, today: date) -> dict[str, Pair]:
    """Write a fresh certificate for each TLS site; the authority is made once and kept."""
    folder = state / "tls"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _authority(state, today)
    return {
        name: _issued(authority, folder, name, validity)
        for name, validity in _validities(today).items()
    }


def _validities(today: date) -> dict[str, Validity]:
    good = _between(today, -30, 60)
    return {
        "cms": good,
        "campaign": good,
        "shipit": good,
        "printworks": _between(today, -110, -20),
    }


def _between(today: date, begins: int, ends: int) -> Validity:
    midnight = datetime.combine(today, time.min, UTC)
    return Validity(midnight + timedelta(days=begins), midnight + timedelta(days=ends))


def _authority(state: Path, today: date) -> _Authority:
    certificate, key = state / CA_FILE, state / "tls" / "ca.key"
    if not (certificate.exists() and key.exists()):
        made = _new_authority(today)
        _keep_key(key, made.key)
        certificate.write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
    loaded = serialization.load_pem_private_key(key.read_bytes(), None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{key} does not hold the lab's key")
    return _Authority(x509.load_pem_x509_certificate(certificate.read_bytes()), loaded)


def _new_authority(today: date) -> _Authority:
    key = ec.generate_private_key(_CURVE)
    name = _named("Storewarden lab authority")
    validity = _between(today, -400, 3650)
    signs = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        _draft(name, name, key.public_key(), validity)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
    )
    return _Authority(builder.sign(key, hashes.SHA256()), key)


def _issued(authority: _Authority, folder: Path, name: str, validity: Validity) -> Pair:
    key = ec.generate_private_key(_CURVE)
    issuer = authority.certificate
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _draft(_named(f"{name}.lab.example"), issuer.subject, key.public_key(), validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(LOOPBACK), x509.DNSName("localhost")]),
            critical=False,
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(signer, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    pair = Pair(folder / f"{name}.pem", folder / f"{name}.key")
    pair.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    _keep_key(pair.key, key)
    return pair


def _draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, validity: Validity
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.begins)
        .not_valid_after(validity.ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
