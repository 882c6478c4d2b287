"""The Advanced Encryption Standard (FIPS 197), only as far as a protected PDF needs it: encrypting, blocks chained (CBC).

The standard library has no block cipher, and a letter is small: 60 kB take about a tenth of a second.
"""

from __future__ import annotations

import struct
from functools import lru_cache

BLOCK = 16
"""Bytes of a block."""
_WORD = 0xFFFFFFFF
_BYTE = 0xFF


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]:
    """Return the substitution box, and the four tables that join it with the mixing of a column."""
    box = [0x63] * 256
    power, inverse = 1, 1
    while True:
        power = (power ^ (power << 1) ^ (0x1B if power & 0x80 else 0)) & _BYTE  # times 3 in the field of AES
        for shift in (1, 2, 4):
            inverse ^= inverse << shift
        inverse &= _BYTE
        if inverse & 0x80:
            inverse ^= 0x09  # divided by 3
        turned = inverse
        for _ in range(4):
            turned = ((turned << 1) | (turned >> 7)) & _BYTE
            box[power] ^= turned
        box[power] ^= inverse
        if power == 1:
            break
    first = []
    for value in box:
        double = ((value << 1) ^ (0x1B if value & 0x80 else 0)) & _BYTE
        first.append(double << 24 | value << 16 | value << 8 | (double ^ value))
    mixed = [tuple(first)]
    for _ in range(3):
        mixed.append(tuple((word >> 8) | ((word & _BYTE) << 24) for word in mixed[-1]))
    return tuple(box), tuple(mixed)


def _round_keys(key: bytes) -> list[int]:
    box, _ = _tables()
    words = list(struct.unpack(f">{len(key) // 4}I", key))
    size, constant = len(words), 1
    while len(words) < 4 * (size + 7):
        last = words[-1]
        if len(words) % size == 0:
            last = ((last << 8) | (last >> 24)) & _WORD
        if len(words) % size == 0 or (size > 6 and len(words) % size == 4):
            last = int.from_bytes(bytes(box[byte] for byte in last.to_bytes(4, "big")), "big")
        if len(words) % size == 0:
            last ^= constant << 24
            constant = (constant << 1) ^ (0x11B if constant & 0x80 else 0)
        words.append(words[-size] ^ last)
    return words


def chained(key: bytes, vector: bytes, data: bytes) -> bytes:
    """Return `data`, whole blocks, encrypted by a key of 16 or 32 bytes, each block chained to the one before (CBC).

    Raises `ValueError` for a key, an initial vector or a text of another length.
    """
    if len(key) not in (16, 32) or len(vector) != BLOCK or len(data) % BLOCK:
        raise ValueError("AES takes a key of 16 or 32 bytes, a vector of 16 bytes and whole blocks")
    box, (t0, t1, t2, t3) = _tables()
    keys = _round_keys(key)
    whiten, last = keys[:4], keys[-4:]
    rounds = [tuple(keys[place : place + 4]) for place in range(4, len(keys) - 4, 4)]
    a, b, c, d = struct.unpack(">4I", vector)
    told: list[int] = []
    for p, q, r, s in struct.iter_unpack(">4I", data):
        a, b, c, d = a ^ p ^ whiten[0], b ^ q ^ whiten[1], c ^ r ^ whiten[2], d ^ s ^ whiten[3]
        for k, m, n, o in rounds:
            a, b, c, d = (
                t0[a >> 24] ^ t1[b >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[d & 255] ^ k,
                t0[b >> 24] ^ t1[c >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[a & 255] ^ m,
                t0[c >> 24] ^ t1[d >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[b & 255] ^ n,
                t0[d >> 24] ^ t1[a >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[c & 255] ^ o,
            )
        a, b, c, d = (
            (box[a >> 24] << 24 | box[b >> 16 & 255] << 16 | box[c >> 8 & 255] << 8 | box[d & 255]) ^ last[0],
            (box[b >> 24] << 24 | box[c >> 16 & 255] << 16 | box[d >> 8 & 255] << 8 | box[a & 255]) ^ last[1],
            (box[c >> 24] << 24 | box[d >> 16 & 255] << 16 | box[a >> 8 & 255] << 8 | box[b & 255]) ^ last[2],
            (box[d >> 24] << 24 | box[a >> 16 & 255] << 16 | box[b >> 8 & 255] << 8 | box[c & 255]) ^ last[3],
        )
        told += (a, b, c, d)
    return struct.pack(f">{len(told)}I", *told)
