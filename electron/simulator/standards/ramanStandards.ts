/** Raman shift in cm-1, natural full width at half maximum in cm-1, relative height. */
type Band = readonly [number, number, number]

interface RamanStandard {
  readonly bands: readonly Band[]
  /** Photons per second, mW and cm-1 of the highest band, before the slit takes of its height. */
  readonly highest: number
  /** Fluorescence and stray light in the same unit, flat. */
  readonly background: number
}

/**
 * Materials whose bands are known. Positions are certified or standard values; widths and heights are plausible ones, for
 * which nobody vouches. Bands that the spectrograph does not reach (320 to 2 060 cm-1) are left out.
 */
export const RAMAN_STANDARDS = {
  /** First order: NMIJ CRM 5606-a, doi:10.1002/jrs.6003; second order: doi:10.1103/PhysRevB.7.3685. */
  silicon: {
    bands: [
      [520.45, 3, 1],
      [620, 25, 0.006],
      [670, 30, 0.006],
      [820, 50, 0.004],
      [942, 22, 0.03],
      [970, 26, 0.034],
    ],
    highest: 9000,
    background: 12,
  },
  /** ASTM E1840. */
  polystyrene: {
    bands: [
      [620.9, 6, 0.16],
      [795.8, 12, 0.1],
      [1001.4, 5, 1],
      [1031.8, 7, 0.27],
      [1155.3, 10, 0.13],
      [1450.5, 18, 0.08],
      [1583.1, 9, 0.12],
      [1602.3, 8, 0.28],
    ],
    highest: 7000,
    background: 60,
  },
  /** ASTM E1840; 4-acetamidophenol. */
  acetaminophen: {
    bands: [
      [329.2, 10, 0.3],
      [390.9, 9, 0.4],
      [465.1, 9, 0.18],
      [504, 9, 0.16],
      [651.6, 8, 0.42],
      [710.8, 8, 0.2],
      [797.2, 7, 0.5],
      [834.5, 8, 0.3],
      [857.9, 8, 0.7],
      [968.7, 9, 0.14],
      [1105.5, 9, 0.12],
      [1168.5, 8, 0.7],
      [1236.8, 9, 0.75],
      [1278.5, 10, 0.3],
      [1323.9, 10, 1],
      [1371.5, 11, 0.35],
      [1515.1, 9, 0.14],
      [1561.6, 11, 0.35],
      [1648.4, 10, 0.7],
    ],
    highest: 3500,
    background: 90,
  },
  /** ASTM E1840. */
  cyclohexane: {
    bands: [
      [384.1, 11, 0.03],
      [426.3, 10, 0.04],
      [801.3, 4.5, 1],
      [1028.3, 8, 0.22],
      [1157.6, 11, 0.09],
      [1266.4, 11, 0.2],
      [1444.4, 18, 0.17],
    ],
    highest: 5000,
    background: 25,
  },
  /** ASTM E1840. */
  naphthalene: {
    bands: [
      [513.8, 5, 0.25],
      [763.8, 5, 0.45],
      [1021.6, 5, 0.15],
      [1147.2, 7, 0.08],
      [1382.2, 5, 1],
      [1464.5, 7, 0.12],
      [1576.6, 7, 0.2],
    ],
    highest: 6000,
    background: 40,
  },
  /** CWA 18133; the line at 1 086 is the one of ASTM E2529. */
  calcite: {
    bands: [
      [711.95, 4, 0.16],
      [1085.91, 1.4, 1],
      [1435.22, 8, 0.03],
      [1748.91, 4.5, 0.02],
    ],
    highest: 20_000,
    background: 30,
  },
} as const satisfies Record<string, RamanStandard>
