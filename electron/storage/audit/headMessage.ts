/** What is signed: the number of the newest line and its hash. */
export function headMessage(entry: number, hash: Uint8Array): Uint8Array {
  const message = Buffer.alloc(8)
  message.writeBigUInt64LE(BigInt(entry))
  return Buffer.concat([Buffer.from('stokes audit head\n'), message, hash])
}
