# ruff: noqa: ANN401 - numba and llvmlite have no types
"""The few words of machine language that compiled functions need."""

from collections.abc import Callable
from typing import Any, Final, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_BLOCK: Final = 64
_READ_OFTEN: Final = (0, 3, 1)


def _reader(kind: Any) -> Callable[[int], int]:
    def read(_: Any, _address: Any) -> Any:
        def lower(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            pointer = context.get_value_type(kind).as_pointer()
            loaded = builder.load(builder.inttoptr(arguments[0], pointer))
            loaded.align = 1
            return loaded

        return kind(types.intp), lower

    return cast("Callable[[int], int]", intrinsic(read))


def _finder(wanted: int) -> Callable[[int], int]:
    def find(_: Any, _address: Any) -> Any:
        def lower(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
            block = ir.VectorType(ir.IntType(8), _BLOCK)
            loaded = builder.load(builder.inttoptr(arguments[0], block.as_pointer()))
            loaded.align = 1
            same = builder.icmp_unsigned("==", loaded, ir.Constant(block, [wanted] * _BLOCK))
            return builder.bitcast(same, ir.IntType(_BLOCK))

        return types.uint64(types.intp), lower

    return cast("Callable[[int], int]", intrinsic(find))


def _lowest(_: Any, _bits: Any) -> Any:
    def lower(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), lower


def _folded(_: Any, _one: Any, _other: Any) -> Any:
    def lower(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(value, wide) for value in arguments))
        high = builder.lshr(product, ir.Constant(wide, 64))
        return builder.trunc(builder.xor(product, high), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), lower


def _writer(kind: Any) -> Callable[[int, int], None]:
    def write(_: Any, _address: Any, _value: Any) -> Any:
        def lower(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            pointer = context.get_value_type(kind).as_pointer()
            builder.store(arguments[1], builder.inttoptr(arguments[0], pointer)).align = 1
            return context.get_dummy_value()

        return types.void(types.intp, kind), lower

    return cast("Callable[[int, int], None]", intrinsic(write))


def _fetcher(_: Any, _address: Any) -> Any:
    def lower(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", (pointer,), kind)
        place = builder.inttoptr(arguments[0], pointer)
        builder.call(fetch, [place, *(ir.Constant(number, said) for said in _READ_OFTEN)])
        return context.get_dummy_value()

    return types.void(types.intp), lower


whole: Final = cast("Callable[[object], int]", np.int64)
"""Make a signed 64-bit number of another, so that it can be reckoned with."""
word: Final = cast("Callable[[object], int]", np.uint64)
"""Make an unsigned 64-bit word of a number; words are reckoned with words only."""
byte: Final = _reader(types.uint8)
"""The byte at an address."""
word4: Final = _reader(types.uint32)
"""The four bytes at an address, which need not be aligned."""
word8: Final = _reader(types.uint64)
"""The eight bytes at an address, which need not be aligned."""
newlines: Final = _finder(0x0A)
"""One bit for each of the 64 bytes at an address: is it a newline?"""
quotes: Final = _finder(0x22)
"""One bit for each of the 64 bytes at an address: is it a double quote?"""
lowest: Final = cast("Callable[[int], int]", intrinsic(_lowest))
"""The number of the lowest bit that is set; there must be one."""
folded: Final = cast("Callable[[int, int], int]", intrinsic(_folded))
"""The high and the low half of the product of two words, one laid over the other (wyhash)."""
write8: Final = _writer(types.uint64)
"""Write eight bytes to an address, which need not be aligned."""
position: Final = _reader(types.int32)
"""The position in a chunk that is kept at an address."""
write_position: Final = _writer(types.int32)
"""Keep a position at an address."""
write_figure: Final = _writer(types.int64)
"""Keep a 64-bit number at an address."""
write_byte: Final = _writer(types.uint8)
"""Write a byte to an address."""
fetch: Final = cast("Callable[[int], None]", intrinsic(_fetcher))
"""Have the memory at an address brought near, for it will be read soon; it need not be there."""
