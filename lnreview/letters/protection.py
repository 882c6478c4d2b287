"""A password on a PDF: AES-256 as PDF 2.0 has it (standard security handler, revision 6).

reportlab brings RC4 with 128 bits, which no standard of health data accepts any more, and a withdrawn AES revision by
a package that is not ours. Key, salts and vectors are drawn anew for each file, so a protected letter is never equal
byte for byte to another; its pages are.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfdoc import DummyDoc, PDFDictionary, PDFName, pdfdocEnc

from lnreview.errors import UserError

BLOCK = 16
"""Bytes of a block of AES."""
SHORTEST = 12
"""Characters of a password."""
_LONGEST = 127
"""Bytes of a password that the file format reads; a longer one would be cut without a word."""
_DIFFERENT = 5
"""Different characters of a password."""
_ALL_ALLOWED = 0xFFFFFFFC
_ROUNDS = 64
_NO_VECTOR = bytes(BLOCK)


def checked(password: str, printed: str = "") -> bytes:
    """Return a password as the file format wants it; raise `UserError` for one that would not protect.

    `printed` is the text of the letter: a name or a number out of it is the first thing that is tried.
    """
    told = unicodedata.normalize("NFKC", password)
    remedy = f"Choose another of at least {SHORTEST} characters, such as four words."
    if not told.strip():
        raise UserError(f"The letter was not protected: the password is empty. {remedy}")
    if any(unicodedata.category(character)[0] == "C" for character in told):
        raise UserError(
            "The letter was not protected: the password holds a character that cannot be typed, such as a line "
            f"break. {remedy}"
        )
    if len(told) < SHORTEST:
        raise UserError(
            f"The letter was not protected: the password has only {len(told)} characters and would soon be "
            f"guessed. {remedy}"
        )
    if len(set(told.casefold())) < _DIFFERENT:
        raise UserError(
            f"The letter was not protected: the password repeats few characters and would soon be guessed. {remedy}"
        )
    if told.casefold() in unicodedata.normalize("NFKC", printed).casefold():
        raise UserError(
            f"The letter was not protected: the password stands in the letter and would soon be guessed. {remedy}"
        )
    raw = told.encode("utf-8")
    if len(raw) > _LONGEST:
        raise UserError(
            f"The letter was not protected: the password has {len(raw)} bytes, and a PDF reads {_LONGEST}. "
            "Choose a shorter one."
        )
    return raw


class Protection(StandardEncryption):
    """Encrypts each string and stream of a file by a key that only the password opens; printing and copying are allowed."""

    def __init__(self, password: bytes) -> None:
        """Take a password that was `checked`."""
        super().__init__(password)
        self._password = password

    def prepare(self, document: Any, *_: Any) -> None:
        """Draw the key of the file and lock it by the password."""
        document._pdfVersion = (2, 0)
        self.file_key = secrets.token_bytes(32)
        self.user = self._lock(b"")
        self.owner = self._lock(self.user[0])
        allowed = _ALL_ALLOWED.to_bytes(4, "little") + b"\xff" * 4 + b"Tadb" + secrets.token_bytes(4)
        self.allowed = chained(self.file_key, _NO_VECTOR, allowed)
        self.prepared = 1

    def _lock(self, user: bytes) -> tuple[bytes, bytes]:
        """Return what proves the password, and the key of the file locked by it (ISO 32000-2, algorithms 8 and 9)."""
        proving, locking = secrets.token_bytes(8), secrets.token_bytes(8)
        proof = hardened(self._password, proving, user) + proving + locking
        locked = chained(hardened(self._password, locking, user), _NO_VECTOR, self.file_key)
        return proof, locked

    def register(self, objnum: int, version: int) -> None:
        """Take note of nothing: with AES-256 each object has the key of the file."""

    def encode(self, t: Any) -> bytes:
        """Return a string or a stream encrypted, its initial vector in front."""
        text: bytes = pdfdocEnc(t)
        fill = BLOCK - len(text) % BLOCK
        vector = secrets.token_bytes(BLOCK)
        return vector + chained(self.file_key, vector, text + bytes([fill]) * fill)

    def info(self) -> Any:
        """Return the encryption dictionary of the file."""
        return _Dictionary(
            {
                "Filter": PDFName("Standard"),
                "V": 5,
                "R": 6,
                "Length": 256,
                "P": _ALL_ALLOWED - 2**32,
                "U": _hexadecimal(self.user[0]),
                "UE": _hexadecimal(self.user[1]),
                "O": _hexadecimal(self.owner[0]),
                "OE": _hexadecimal(self.owner[1]),
                "Perms": _hexadecimal(self.allowed),
                "StmF": PDFName("StdCF"),
                "StrF": PDFName("StdCF"),
                "CF": PDFDictionary(
                    {
                        "StdCF": PDFDictionary(
                            {"AuthEvent": PDFName("DocOpen"), "CFM": PDFName("AESV3"), "Length": 32}
                        )
                    }
                ),
            }
        )


class _Dictionary(PDFDictionary):
    """The one dictionary of a protected file that is not encrypted itself."""

    __RefOnly__ = 1

    def format(self, document: Any, *_: Any) -> bytes:
        told: bytes = super().format(DummyDoc())
        return told


def hardened(password: bytes, salt: bytes, user: bytes = b"") -> bytes:
    """Return 32 bytes that take long to compute from a password (ISO 32000-2, algorithm 2.B)."""
    key = hashlib.sha256(password + salt + user).digest()
    number = 0
    while True:
        mixed = chained(key[:16], key[16:32], (password + key + user) * _ROUNDS)
        digest = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3]
        key = digest(mixed).digest()
        number += 1
        if number >= _ROUNDS and mixed[-1] <= number - 32:
            return key[:32]


def chained(key: bytes, vector: bytes, data: bytes) -> bytes:
    """Return `data`, whole blocks, encrypted by AES with a key of 16 or 32 bytes, each block chained to the one before (CBC)."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _hexadecimal(raw: bytes) -> str:
    return f"<{raw.hex()}>"
