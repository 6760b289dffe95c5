/** What `SIMulator:FAULt` can do to an answer; the page says what each one means. */
export const faultNames = [
  'CRC',
  'TRUNcate',
  'MUTE',
  'GARBage',
  'REPeat',
  'SKIP',
  'STALl',
  'FLIP',
  'DUPLicate',
] as const
export type FaultName = (typeof faultNames)[number]
