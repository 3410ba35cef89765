# SPDX-License-Identifier: Apache-2.0
"""The kernel among the AXI models of cocotbext-axi, which know nothing of it.

record_commands has written what to do and what must come of it; no arithmetic is done here. Every channel pauses at
random; a port may reach only the buffers that it has business with.
"""
import logging
import os
import random
import re
import struct
from itertools import chain
from pathlib import Path

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, First, RisingEdge, Timer
from cocotbext.axi import (
    AddressSpace,
    AxiBus,
    AxiLiteBus,
    AxiLiteMaster,
    AxiReadBus,
    AxiSlave,
    AxiSlaveRead,
    MemoryRegion,
)

RTL = Path(__file__).parents[3] / "rtl"
PORTS = re.findall(r"^  (?:in|out)put .* (\w+),?$", (RTL / "top/levee_sweep.sv").read_text(), re.M)
CARD = (RTL / "map/card.def").read_text()


def card(kind, prefix=""):
    """The number that rtl/map/card.def gives each name of a kind."""
    return {name: int(value, 0) for name, value in re.findall(rf"^{kind}\({prefix}(\w+), (\w+)", CARD, re.M)}


AT, CONSTANT, FAULT = card("REGISTER"), card("CONSTANT"), card("FAULT")
# Bytes of the summary that depend on the bus, 4 each.
STALLS = [low // 8 for name, low in card("FIELD", "SUMMARY, ").items() if name.endswith("_STALLS")]
START, DONE, IDLE, READY, CONTINUE = 1, 2, 4, 8, 16
BEAT = 64
STREAMS = ("legs", "constants", "results")
PERIOD_NS = 4
LIMIT_CYCLES = 50000


class NoId:
    """Stands for the ID that a port does not have."""

    value = "0"

    def __len__(self):
        return 1

    def setimmediatevalue(self, value):
        pass


def without_ids(*channels):
    for channel in channels:
        for name, signal in channel._signals.items():
            if signal is None:
                assert name in ("arid", "rid", "awid", "bid"), name
                channel._signals[name] = NoId()
                setattr(channel, name, channel._signals[name])


def pauses():
    """Stretches without, with some and with many pauses."""
    while True:
        share = random.choice((0, 0.2, 0.5, 0.9))
        for _ in range(random.randint(1, 400)):
            yield random.random() < share


def region(data):
    return MemoryRegion(len(data), bytearray(data))


class Tick:
    """A command and the memory around it, as record_commands writes them."""

    def __init__(self, path):
        data = path.read_bytes()
        beats = struct.unpack_from("<5I", data)
        parts, at = [], 20
        for count in (beats[0], *beats[1:4] * (2 if beats[4] else 1)):
            parts.append(data[at : at + count * BEAT])
            at += count * BEAT
        assert at == len(data), path
        self.name, self.command, self.before, self.after = path.name, parts[0], parts[1:-3], parts[-3:]


class Kernel:
    """The kernel with a model at each port."""

    def __init__(self, dut):
        logging.getLogger(f"cocotb.{dut._name}").setLevel(logging.ERROR)
        for port in PORTS:
            # By name before cocotbext-axi looks for it in a list: there Verilator 5.006 has copies of the ports.
            getattr(dut, port)
        self.dut = dut
        self.commands = 0
        self.base = {}
        self.memory = {}
        clocked = dut.clk, dut.rst
        self.control = AxiLiteMaster(AxiLiteBus.from_prefix(dut, "s_axi_control"), *clocked)
        self.ports = {}
        for name in ("command", "results"):
            bus = AxiBus.from_prefix(dut, f"m_axi_{name}")
            without_ids(bus.read.ar, bus.read.r, bus.write.aw, bus.write.w, bus.write.b)
            memory = AxiSlave(bus, *clocked)
            self.ports[name] = memory.read_if, memory.write_if
        for name in ("legs", "constants"):
            bus = AxiReadBus.from_prefix(dut, f"m_axi_{name}")
            without_ids(bus.ar, bus.r)
            self.ports[name] = (AxiSlaveRead(bus, *clocked),)
        for half in chain(*self.ports.values(), (self.control.read_if, self.control.write_if)):
            for channel in ("ar", "r", "aw", "w", "b"):
                if hasattr(half, f"{channel}_channel"):
                    getattr(half, f"{channel}_channel").set_pause_generator(pauses())

    async def reset(self):
        cocotb.start_soon(Clock(self.dut.clk, PERIOD_NS, "ns").start())
        self.dut.rst.value = 1
        await ClockCycles(self.dut.clk, 64)
        self.dut.rst.value = 0
        await ClockCycles(self.dut.clk, 2)

    async def read(self, name):
        return await self.control.read_dword(AT[name])

    async def write(self, name, value):
        await self.control.write_dword(AT[name], value)

    async def write_arguments(self, command, beats, buffers):
        await self.control.write_qword(AT["COMMAND"], command)
        await self.write("COMMAND_BEATS", beats)
        for name, base in zip(STREAMS, buffers):
            await self.control.write_qword(AT[name.upper()], base)

    def place(self, tick, deaf=None):
        """Puts block and buffers somewhere in 64 bits, and lets each port at its own, but for a deaf half."""
        if tick.before:
            self.memory = {name: region(data) for name, data in zip(STREAMS, tick.before)}
        block = region(tick.command)
        self.base = {
            name: (place << 44) + BEAT * random.randrange(128)
            for name, place in zip((*STREAMS, "command"), random.sample(range(1 << 20), 4))
        }
        reach = {name: ({name: self.memory[name]},) * 2 for name in STREAMS}
        reach["command"] = {"command": block}, self.memory
        for name, halves in self.ports.items():
            for half, regions in zip(halves, reach[name]):
                half.target = AddressSpace(2**64)
                for at, there in regions.items() if half is not deaf else ():
                    half.target.register_region(there, self.base[at])

    async def start(self, tick, held=False, deaf=None):
        """Starts the tick's command. Held: the end of the one before has not been acknowledged yet."""
        self.place(tick, deaf)
        await self.write_arguments(self.base["command"], len(tick.command) // BEAT, map(self.base.get, STREAMS))
        await self.write("CONTROL", START)
        if held:
            await ClockCycles(self.dut.clk, 50)
            assert await self.read("CONTROL") == START | DONE, "begun before the last one was acknowledged"
            await self.acknowledge()

    async def finish(self):
        """Waits for the interrupt; done stays."""
        if self.dut.interrupt.value == 0:
            await First(RisingEdge(self.dut.interrupt), Timer(LIMIT_CYCLES * PERIOD_NS, "ns"))
        assert self.dut.interrupt.value == 1, "the kernel does not finish"
        self.commands += 1
        await self.write("INTERRUPT_STATUS", 1)
        assert self.dut.interrupt.value == 0 and await self.read("INTERRUPT_STATUS") == 0
        assert await self.read("CONTROL") & ~READY == DONE | IDLE
        assert await self.read("CONTROL") == DONE | IDLE
        assert await self.read("COMMANDS") == self.commands

    async def acknowledge(self):
        await self.write("CONTROL", CONTINUE)

    def check_memory(self, tick):
        for name, after in zip(STREAMS, tick.after):
            found = bytearray(self.memory[name].mem)
            for low in STALLS if name == "results" else ():
                found[low : low + 4] = bytes(4)
            for at in range(0, len(after), BEAT):
                beat, expected = found[at : at + BEAT], after[at : at + BEAT]
                assert beat == expected, (
                    f"{tick.name}: beat {at // BEAT} of {name} is\n{beat[::-1].hex()}, not\n{expected[::-1].hex()}"
                )


def ticks():
    return [Tick(path) for path in sorted(Path(os.environ["LEVEE_TICKS"]).glob("*.tick"))]


async def open_kernel(dut):
    kernel = Kernel(dut)
    await kernel.reset()
    await kernel.write("INTERRUPT_ENABLE", 1)
    await kernel.write("GLOBAL_INTERRUPT", 1)
    return kernel


@cocotb.test()
async def identity(dut):
    """The read-only registers and the state after reset."""
    kernel = await open_kernel(dut)
    for name, value in zip(("LANES", "MEASURES", "INSTRUMENTS", "TIERS"), os.environ["LEVEE_KERNEL"].split()):
        assert await kernel.read(name) == int(value), name
    assert await kernel.read("KERNEL_TYPE") == CONSTANT["TYPE"]
    assert await kernel.read("KERNEL_VERSION") == CONSTANT["VERSION"]
    assert await kernel.read("CONTROL") == IDLE
    assert await kernel.read("COMMANDS") == 0 and await kernel.read("FAULTS") == 0
    assert dut.interrupt.value == 0


@cocotb.test()
async def every_tick(dut):
    """All commands, one behind the other: memory is the same, byte for byte."""
    kernel = await open_kernel(dut)
    held, cycles = False, 0
    for tick in ticks():
        await kernel.start(tick, held)
        if random.random() < 0.5:
            # once the arguments have been taken, the next ones may be written
            while not await kernel.read("CONTROL") & READY:
                pass
            await kernel.write_arguments(2**64 - 1, 2**32 - 1, [2**64 - 1] * 3)
        await kernel.finish()
        assert await kernel.read("FAULTS") == 0, tick.name
        kernel.check_memory(tick)
        cycles += await kernel.read("CYCLES")
        held = random.random() < 0.5
        if not held:
            await kernel.acknowledge()
            assert await kernel.read("CONTROL") == IDLE
    cocotb.log.info("%d commands of %d cycles: the same bytes", kernel.commands, cycles)
    assert kernel.commands > 0


@cocotb.test()
async def unreachable(dut):
    """A port that answers with errors: the command ends and says which; the next one is right."""
    kernel = await open_kernel(dut)
    tick = next(tick for tick in ticks() if tick.before and len(tick.after[0]) > 4096)
    faults = {
        "COMMAND_READ": kernel.ports["command"][0],
        "LEGS_READ": kernel.ports["legs"][0],
        "CONSTANTS_READ": kernel.ports["constants"][0],
        "STATUSES_READ": kernel.ports["results"][0],
        "RESULTS_WRITE": kernel.ports["results"][1],
    }
    for fault, half in faults.items():
        await kernel.start(tick, deaf=half)
        await kernel.finish()
        assert await kernel.read("FAULTS") & 1 << FAULT[fault], fault
        await kernel.acknowledge()
        await kernel.start(tick)
        await kernel.finish()
        assert await kernel.read("FAULTS") == 0, fault
        kernel.check_memory(tick)
        await kernel.acknowledge()
