import { caseLogPath } from '../../instrument/services/createServices'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { salvage } from '../../storage/safekeeping/salvage'
import { answer } from '../output'

export interface RescueOptions {
  db?: string
  to: string
  json?: boolean
}

export function rescue(options: RescueOptions): void {
  const path = options.db ?? caseLogPath(dataFolder())
  const tables = salvage({ path, to: options.to, clock: systemClock, softwareVersion: softwareVersion() })
  answer({ from: path, to: options.to, tables }, options, () =>
    [
      `${path} is as it was; what can be read of it is in ${options.to}:`,
      ...tables
        .filter(({ saved, lost, orphans }) => saved + lost + orphans > 0)
        .map(
          ({ table, saved, lost, orphans }) =>
            `  ${table}: ${saved} saved, ${lost} lost, ${orphans} left out, for what they belonged to is lost`,
        ),
    ].join('\n'),
  )
}
