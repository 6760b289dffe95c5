import { rounded } from '../answers'
import { numberQuery, plain, takes, type CommandTable } from '../command'
import type { Instrument } from '../instrument'
import { number } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'

export function detectorCommands({ acquisition, detectorTemperature, model }: Instrument): CommandTable {
  return {
    '[SENSe:]INTegration[:TIME]': takes([number(ranges.integration)], (ms) => {
      if (acquisition.isRunning) throw new ScpiError(-221, 'an acquisition runs')
      acquisition.integrationUs = Math.round(ms * 1000)
    }),
    '[SENSe:]INTegration[:TIME]?': numberQuery(ranges.integration, () =>
      String(acquisition.integrationUs / 1000),
    ),
    '[SENSe:]AVERage:COUNt': takes([number(ranges.accumulations)], (count) => {
      acquisition.accumulations = count
    }),
    '[SENSe:]AVERage:COUNt?': numberQuery(ranges.accumulations, () => String(acquisition.accumulations)),
    '[SENSe:]DETector:PIXels?': plain(() => String(model.pixels)),
    '[SENSe:]DETector:TEMPerature?': plain(() => rounded(detectorTemperature.celsius, 2)),
    '[SENSe:]DETector:TEMPerature:SETPoint': takes([number(ranges.setPoint)], (celsius) => {
      detectorTemperature.target = celsius
    }),
    '[SENSe:]DETector:TEMPerature:SETPoint?': numberQuery(ranges.setPoint, () =>
      String(detectorTemperature.target),
    ),
  }
}
