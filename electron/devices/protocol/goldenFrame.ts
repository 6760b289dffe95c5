/**
 * A frame of three pixels, written byte by byte from section 5 of the instrument protocol; its CRC-32 is Python's
 * `zlib.crc32` of what stands before it.
 */
const FIELDS = [
  '53 54 4b 31', // STK1
  '40 00', // header of 64 bytes
  '03 00', // 3 pixels
  '07 00 00 00', // sequence 7
  '02 00 00 00', // acquisition 2
  '40 54 89 00 01 00 00 00', // 4 303 967 296 us
  'a0 86 01 00', // 100 000 us
  '01 00', // the second
  '03 00', // of three
  '00 00 f4 41', // 30.5 mW
  '00 00 c8 42', // 100 ms
  '00 00 71 c2', // -60.25 C
  '00 00 c8 41', // 25 C
  '01 00 00 00', // one saturated pixel
  '1d 00 00 00', // emitted during the whole exposure, shutter open, interlock closed, simulated
  '00 00 00 00', // none dropped
  '00 00 00 00',
  '00 00 01 02 ff ff', // 0, 513, 65 535
  '4e 0c d7 79', // CRC-32
]

export const goldenFrame = Uint8Array.from(
  FIELDS.join(' ')
    .split(' ')
    .map((byte) => parseInt(byte, 16)),
)
