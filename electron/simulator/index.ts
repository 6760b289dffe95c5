import { parseArgs } from 'node:util'
import { runSimulator } from './runSimulator'

const { values } = parseArgs({
  options: {
    link: { type: 'string' },
    seed: { type: 'string' },
    pixels: { type: 'string' },
    sample: { type: 'string' },
    'laser-log': { type: 'string' },
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
  baud: number(values.baud),
})
process.exit(0)
