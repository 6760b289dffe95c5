import { encodeBlock } from '../../protocol/block'
import { bool, rounded } from '../answers'
import { numberQuery, plain, takes, type CommandTable } from '../command'
import type { Instrument } from '../instrument'
import { boolean, keyword, number } from '../parameters'
import { ranges } from '../ranges'

export function laserCommands({ emissionLog, laser, laserTemperature }: Instrument): CommandTable {
  return {
    '[SOURce:]LASer:POWer': takes([number(ranges.power)], (milliwatts) => {
      laser.milliwatts = milliwatts
    }),
    '[SOURce:]LASer:POWer?': numberQuery(ranges.power, () => String(laser.milliwatts)),
    '[SOURce:]LASer:POWer:MEASured?': plain(() => rounded(laser.emittedMilliwatts.value, 3)),
    '[SOURce:]LASer:ARM': takes([boolean], (on) => {
      if (on) laser.arm()
      else laser.disarm('command')
    }),
    '[SOURce:]LASer:ARM?': plain(() => bool(laser.state !== 'DISARMED')),
    '[SOURce:]LASer:FIRE': takes([number(ranges.fire)], (ms) => {
      laser.fire(ms)
    }),
    '[SOURce:]LASer:FIRE?': numberQuery(ranges.fire, () => String(Math.ceil(laser.remainingMs))),
    '[SOURce:]LASer:STATe?': plain(() => laser.state),
    '[SOURce:]LASer:EMISsion?': plain(() => bool(laser.emitting.value === 1)),
    '[SOURce:]LASer:TEMPerature?': plain(() => rounded(laserTemperature.celsius, 2)),
    '[SOURce:]LASer:LOG?': plain(() => encodeBlock(Buffer.from(emissionLog.lines(), 'latin1'))),
    'SOURce:SHUTter': takes([keyword('OPEN', 'CLOSed')], (position) => {
      if (position === 'OPEN') laser.openShutter()
      else laser.closeShutter()
    }),
    'SOURce:SHUTter?': plain(() => (laser.shutter.value ? 'OPEN' : 'CLOSED')),
    'SOURce:INTerlock?': plain(() => bool(laser.interlock.value === 1)),
  }
}
