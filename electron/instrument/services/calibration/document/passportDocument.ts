import type { CheckFigure, Passport, StepResult, Trend } from '../../../../contract/passport'
import { documentPage } from '../../../../shared/document/documentPage'
import { factList } from '../../../../shared/document/factList'
import { html, type Html } from '../../../../shared/document/html'
import { passportPlots, trendPlots } from './passportPlots'

const verdicts: Record<Passport['verdict'], string> = {
  pass: 'Passed: this calibration is in force until it expires.',
  fail: 'Failed: the instrument may not be used on patients until a check passes.',
  refused: 'Refused: nothing was changed; what was in force before stays so.',
}

/**
 * A passport as a document of its own, without scripts or anything from elsewhere, made to be printed.
 *
 * @param trends of its instrument
 */
export function passportDocument(passport: Passport, trends: readonly Trend[]): string {
  const { serialNumber, device, verdict, reasons, warnings, steps } = passport
  const main = html`<section>
      <p class="${verdict === 'pass' ? 'verdict' : 'verdict chance'}">${verdicts[verdict]}</p>
      ${list(reasons.map(({ message, tip }) => `${message} ${tip}`))}${list(warnings)}
    </section>
    ${facts(passport)}
    <section>
      <h2>What was measured</h2>
      ${steps.map(stepTable)}
    </section>
    <section>
      <h2>Residuals</h2>
      <div class="charts">${passportPlots(passport)}</div>
    </section>
    ${trendSection(trends)}`
  return documentPage({
    kind: 'Calibration passport',
    heading: `${device.model} ${serialNumber}`,
    title: serialNumber,
    simulated: device.origin === 'simulated' ? 'Virtual microscope' : null,
    main,
    softwareVersion: passport.softwareVersion,
    createdAt: passport.createdAt,
  })
}

function trendSection(trends: readonly Trend[]): Html {
  const plots = trendPlots(trends)
  if (plots.length === 0) return html``
  return html`<section>
    <h2>Trends</h2>
    <p>
      Exponentially weighted moving average, lambda 0.2, limits of 3 standard deviations (Roberts 1959;
      NIST/SEMATECH e-Handbook 6.3.2.4). Rings: beyond the limits.
    </p>
    <div class="charts">${plots}</div>
  </section>`
}

function facts(passport: Passport): Html {
  const { wavelength, laser, drift, formerId } = passport
  const said: (readonly [string, string])[] = [
    ['Measured', `${passport.createdAt}, by ${passport.operatorName}`],
    ['Holds until', passport.expiresAt ?? 'it is not in force'],
    ['Passport', passport.id],
    ['Held against', formerId ?? "the maker's calibration"],
    ['Instrument time', `${(passport.instrumentMs / 1000).toFixed(0)} s`],
    ['Detector', celsius(passport.detectorTemperatureCelsius)],
    ['Laser', celsius(passport.laserTemperatureCelsius)],
    [
      'Laser wavelength',
      laser?.laserNanometres ? `${laser.laserNanometres.toFixed(4)} nm (vacuum)` : 'not found',
    ],
    [
      'Wavelengths',
      wavelength && wavelength.coefficients.length > 0
        ? `${wavelength.coefficients.map((value) => value.toPrecision(10)).join(', ')} (nm in vacuum, powers of the pixel)`
        : 'not found',
    ],
    ...(drift
      ? ([
          [
            'Since the one before',
            `laser ${signed(drift.laserNanometres, 4)} nm, image ${signed(drift.shiftPixels, 3)} px, stretched by ` +
              `${signed(drift.stretchPixels, 3)} px; certain: ${drift.moved.join(', ') || 'nothing moved'}`,
          ],
        ] as const)
      : []),
  ]
  return html`<section>
    <h2>The instrument</h2>
    ${factList(said)}
  </section>`
}

function stepTable({
  standard,
  figures,
  integrationTimeMs,
  accumulations,
  laserPowerMilliwatts,
}: StepResult): Html {
  const laser = laserPowerMilliwatts > 0 ? `, ${laserPowerMilliwatts} mW` : ''
  return html`<table>
    <caption>
      ${standard}: ${accumulations} frames of up to ${integrationTimeMs} ms${laser}
    </caption>
    <colgroup>
      <col width="42%" />
      <col width="24%" />
      <col width="24%" />
      <col />
    </colgroup>
    <tbody>
      ${figures.map(
        ({ label, value, unit, limit, pass }) =>
          html`<tr>
            <th scope="row">${label}</th>
            <td class="figure">${figureOf(value, unit)}</td>
            <td>${limit}</td>
            <td>${pass ? 'good' : 'not good'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function figureOf(value: number | null, unit: CheckFigure['unit']): string {
  return value === null ? 'not found' : `${Number(value.toFixed(4))} ${unit}`
}

function list(texts: readonly string[]): Html {
  return texts.length === 0
    ? html``
    : html`<ul class="caveats">
        ${texts.map((text) => html`<li>${text}</li>`)}
      </ul>`
}

function celsius(value: number | null): string {
  return value === null ? 'not known' : `${value.toFixed(1)} °C`
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`
}
