import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runSimulator } from './runSimulator'
import { parseScenario } from './scenario/parseScenario'

const { values } = parseArgs({
  options: {
    link: { type: 'string' },
    seed: { type: 'string' },
    pixels: { type: 'string' },
    sample: { type: 'string' },
    'laser-log': { type: 'string' },
    journal: { type: 'string' },
    scenario: { type: 'string' },
    baud: { type: 'string' },
  },
})
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))

await runSimulator({
  link: values.link,
  seed: number(values.seed),
  pixels: number(values.pixels),
  sample: values.sample,
  laserLog: values['laser-log'],
  journal: values.journal,
  scenario: values.scenario === undefined ? undefined : parseScenario(readFileSync(values.scenario, 'utf8')),
  baud: number(values.baud),
})
process.exit(0)
