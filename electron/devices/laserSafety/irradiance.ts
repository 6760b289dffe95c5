/** Over which the limit for skin is averaged, mm. */
export const LIMITING_APERTURE_MILLIMETRES = 3.5

/** Mean over a disc, W/cm2. */
export function irradiance(powerMilliwatts: number, diameterMillimetres: number): number {
  const areaSquareCentimetres = (Math.PI / 4) * (diameterMillimetres / 10) ** 2
  return powerMilliwatts / 1000 / areaSquareCentimetres
}

/** As the limit for skin is compared with, W/cm2: averaged over the limiting aperture, or over a spot that is larger. */
export function averagedIrradiance(powerMilliwatts: number, spotMillimetres: number): number {
  return irradiance(powerMilliwatts, Math.max(spotMillimetres, LIMITING_APERTURE_MILLIMETRES))
}
