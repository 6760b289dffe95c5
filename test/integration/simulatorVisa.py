"""A foreign SCPI client: PyVISA with pyvisa-py talks to the virtual microscope on the port that is given.

Prints one JSON document of what it heard; simulatorVisa.test.ts judges it.
"""

import json
import struct
import sys
import time
import zlib

import pyvisa

manager = pyvisa.ResourceManager("@py")


def connect(termination):
    return manager.open_resource(
        f"ASRL{sys.argv[1]}::INSTR",
        read_termination="\n",
        write_termination=termination,
        timeout=3000,
    )


def frame(microscope, question):
    payload = microscope.query_binary_values(question, datatype="B", container=bytes)
    header = struct.unpack_from("<4sHHIIQIHHffffIIII", payload)
    pixels = header[2]
    counts = struct.unpack_from(f"<{pixels}H", payload, header[1])
    (crc,) = struct.unpack_from("<I", payload, header[1] + 2 * pixels)
    return {
        "magic": header[0].decode(),
        "bytes": len(payload),
        "crcIsRight": zlib.crc32(payload[:-4]) == crc,
        "pixels": pixels,
        "sequence": header[3],
        "integrationUs": header[6],
        "index": header[7],
        "accumulations": header[8],
        "power": header[9],
        "emissionMs": header[10],
        "flags": header[14],
        "mean": sum(counts) / pixels,
    }


heard = {}
microscope = connect("\n")
ask = microscope.query

heard["identity"] = ask("*IDN?")
microscope.write("*CLS")
heard["forms"] = [
    ask(form)
    for form in ("INT?", "int:time?", "SENS:INT?", ":SENSe:INTegration:TIME?", "SYST:ERR?", "SYSTEM:ERROR:NEXT?")
]
microscope.write("SENSe:INTegration:TIME 20")
heard["integration"] = ask("INT?")
heard["limits"] = [ask("INT? MIN"), ask("INT? MAX"), ask("INT? DEF")]

microscope.write("NONSENSE 1")
microscope.write("INT 0")
heard["statusByte"] = int(ask("*STB?"))
heard["standardEvent"] = int(ask("*ESR?"))
heard["errors"] = [ask("SYST:ERR?"), ask("SYST:ERR?"), ask("SYST:ERR?")]

# PyVISA 1.11 refuses an empty block, so it is read as text.
heard["unfetched"] = ask("FETC?")
heard["stale"] = ask("SYST:ERR?")
heard["dark"] = frame(microscope, "READ?")

microscope.write("SYST:HEAR:RES;:SYST:HEAR 1;:SOUR:SHUT OPEN;:LAS:POW 40;:LAS:ARM ON;:LAS:FIRE 5000")
heard["state"] = ask("LAS:STAT?")
microscope.write("AVER:COUN 2;:INIT")
heard["operation"] = int(ask("STAT:OPER:COND?"))
heard["lit"] = [frame(microscope, "FETC? 2000") for _ in range(2)]
heard["complete"] = ask("*OPC?")
microscope.write("SYST:ALL")
heard["off"] = ask("LAS:EMIS?;:LAS:STAT?")
heard["log"] = bytes(microscope.query_binary_values("LAS:LOG?", datatype="B")).decode()

microscope.write("LAS:ARM ON;:LAS:FIRE 5000;:SOUR:SHUT OPEN;:LAS:FIRE 5000")
time.sleep(1.3)
heard["watchdog"] = ask("SYST:WATC?")
microscope.close()

microscope = connect("\r\n")
heard["afterCrLf"] = microscope.query("SYST:ECHO? \"CR LF\"")
microscope.close()

print(json.dumps(heard))
