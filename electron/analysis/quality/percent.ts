/** A share in per cent, to a tenth. */
export const percent = (share: number) => Math.round(share * 1000) / 10
