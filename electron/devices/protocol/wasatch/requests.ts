import type { ControlSetup } from '../../transport/usbTransport'
import type { Family } from './families'

/** A vendor request to the device that sends something. */
export interface SetRequest {
  setup: ControlSetup
  data: Uint8Array
}

/** A vendor request to the device that reads something. */
export interface GetRequest {
  setup: ControlSetup
  /** Bytes asked for. */
  length: number
  /** Bytes that the answer must have at least. */
  expected: number
}

/**
 * The opcodes of Wasatch Photonics' USB protocol (ENG-0001 as the maker's public drivers use it, Wasatch.PY and Wasatch.NET)
 * that Stokes speaks, and no others. Left out on purpose, and refused by a test: firmware update (0xFE), reset of the FPGA
 * (0xB5), writing the EEPROM (0xA2 on FX2, second tier 0x02 on ARM). Those of the second tier go in wValue of `SECOND_TIER`.
 */
const OPCODE = {
  acquire: 0xad,
  setIntegrationTime: 0xb2,
  getIntegrationTime: 0xbf,
  setLaserEnable: 0xbe,
  getLaserEnable: 0xe2,
  setModulationEnable: 0xbd,
  getModulationEnable: 0xe3,
  setModulationPeriod: 0xc7,
  getModulationPeriod: 0xcb,
  setModulationWidth: 0xdb,
  getModulationWidth: 0xdc,
  canLaserFire: 0xef,
  getLaserWarningDelay: 0x8b,
  selectAdc: 0xed,
  readAdc: 0xd5,
  getDetectorTemperature: 0xd7,
  setCoolerEnable: 0xd6,
  setCoolerSetpoint: 0xd8,
  getDetectorGain: 0xc5,
  setTriggerSource: 0xd2,
  getFirmware: 0xc0,
  getFpga: 0xb4,
} as const

const SECOND_TIER = 0xff

const SECOND_TIER_OPCODE = {
  readEepromPage: 0x01,
  isLaserFiring: 0x0d,
  getWatchdog: 0x17,
  setWatchdog: 0x18,
} as const

/** What ARM firmware wants behind every request that sets, used or not. */
const PAYLOAD_BYTES = 8
const LONGEST_ANSWER_BYTES = 64
/** By the protocol, 24 bits. */
export const LONGEST_INTEGRATION_MS = 0xff_ffff

/** Requests that set, for the boards of one family. Values that do not fit throw a RangeError: they were checked before. */
export function setRequests(family: Family) {
  const set = (opcode: number, value: number, index = 0, payload?: Uint8Array): SetRequest => ({
    setup: { request: opcode, value: word(value), index: word(index) },
    data: payload ?? new Uint8Array(family === 'arm' ? PAYLOAD_BYTES : 0),
  })
  /** Low 16 bits in wValue, the next 16 in wIndex, the highest 8 in the first byte of the payload. */
  const set40Bits = (opcode: number, value: number): SetRequest => {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** 40) throw notIn(value, 40)
    const payload = new Uint8Array(PAYLOAD_BYTES)
    payload[0] = Math.floor(value / 2 ** 32)
    return set(opcode, value % 2 ** 16, Math.floor(value / 2 ** 16) % 2 ** 16, payload)
  }
  return {
    acquire: () => set(OPCODE.acquire, 0),
    integrationTime: (milliseconds: number) => {
      if (!Number.isInteger(milliseconds) || milliseconds < 1 || milliseconds > LONGEST_INTEGRATION_MS)
        throw notIn(milliseconds, 24)
      return set(OPCODE.setIntegrationTime, milliseconds % 2 ** 16, Math.floor(milliseconds / 2 ** 16))
    },
    laserEnable: (on: boolean) => set(OPCODE.setLaserEnable, Number(on)),
    modulationEnable: (on: boolean) => set(OPCODE.setModulationEnable, Number(on)),
    modulationPeriod: (microseconds: number) => set40Bits(OPCODE.setModulationPeriod, microseconds),
    modulationWidth: (microseconds: number) => set40Bits(OPCODE.setModulationWidth, microseconds),
    /** ARM, of the XS series. */
    watchdog: (seconds: number) => set(SECOND_TIER, SECOND_TIER_OPCODE.setWatchdog, seconds),
    selectAdc: (adc: number) => set(OPCODE.selectAdc, adc),
    coolerEnable: (on: boolean) => set(OPCODE.setCoolerEnable, Number(on)),
    /** Of the 12-bit converter. */
    coolerSetpoint: (dac: number) => set(OPCODE.setCoolerSetpoint, dac),
    /** By software, not by a wire. FX2 alone: ARM listens to both, and must not be sent this. */
    internalTrigger: () => set(OPCODE.setTriggerSource, 0, 0, new Uint8Array(PAYLOAD_BYTES)),
  }
}

/** Requests that read. How each answer is read is in `decodeAnswers.ts`: the order of bytes differs from opcode to opcode. */
export const GET = {
  integrationTime: get(OPCODE.getIntegrationTime, 3),
  laserEnable: get(OPCODE.getLaserEnable, 1),
  modulationEnable: get(OPCODE.getModulationEnable, 1),
  modulationPeriod: get(OPCODE.getModulationPeriod, 5),
  modulationWidth: get(OPCODE.getModulationWidth, 5),
  canLaserFire: get(OPCODE.canLaserFire, 1),
  isLaserFiring: get(SECOND_TIER, 1, SECOND_TIER_OPCODE.isLaserFiring),
  laserWarningDelay: get(OPCODE.getLaserWarningDelay, 1),
  watchdog: get(SECOND_TIER, 2, SECOND_TIER_OPCODE.getWatchdog),
  /** The first value after another converter was selected is the old one's. */
  adc: { ...get(OPCODE.readAdc, 2), length: 2 },
  detectorTemperature: get(OPCODE.getDetectorTemperature, 2),
  detectorGain: get(OPCODE.getDetectorGain, 2),
  firmware: get(OPCODE.getFirmware, 4),
  fpga: get(OPCODE.getFpga, 7),
} satisfies Record<string, GetRequest>

export function getEepromPage(page: number): GetRequest {
  return get(SECOND_TIER, LONGEST_ANSWER_BYTES, SECOND_TIER_OPCODE.readEepromPage, page)
}

function get(opcode: number, expected: number, value = 0, index = 0): GetRequest {
  return {
    setup: { request: opcode, value: word(value), index: word(index) },
    length: LONGEST_ANSWER_BYTES,
    expected,
  }
}

function word(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw notIn(value, 16)
  return value
}

function notIn(value: number, bits: number): RangeError {
  return new RangeError(`${value} is no whole number of ${bits} bits.`)
}
