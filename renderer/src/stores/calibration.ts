import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type {
  CalibrationStatus,
  Passport,
  PassportPolicy,
  PassportSummary,
  ReferenceLines,
  Trend,
} from '../../../electron/contract/passport'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { useDeviceStore } from './device'
import { useSystemStore } from './system'

/** What is known of the calibration of the connected instrument, and of how it got there. */
export const useCalibrationStore = defineStore('calibration', () => {
  const system = useSystemStore()
  /** Null without an instrument. */
  const status = shallowRef<CalibrationStatus | null>(null)
  const policy = shallowRef<PassportPolicy | null>(null)
  /** Newest first. */
  const history = shallowRef<PassportSummary[]>([])
  const trends = shallowRef<Trend[]>([])
  /** Whose axis is used, however old; null: the factory's. */
  const inForce = shallowRef<Passport | null>(null)
  /** The newest check that said something of the instrument, good or bad. */
  const newest = shallowRef<Passport | null>(null)
  const references = shallowRef<ReferenceLines[]>([])
  const outside = computed(
    () =>
      new Set(trends.value.filter(({ points }) => points.at(-1)?.outside).map(({ quantity }) => quantity)),
  )

  function forget(): void {
    history.value = []
    trends.value = []
    inForce.value = null
    newest.value = null
  }

  async function read(): Promise<void> {
    policy.value ??= await instrument.passport.policy()
    const [passports, figures, current, lines] = await Promise.all([
      instrument.passport.history({}),
      instrument.passport.trends({}),
      instrument.passport.inForce(),
      instrument.passport.references(),
    ])
    const said = passports.find(({ verdict }) => verdict !== 'refused')
    newest.value = !said || said.id === current?.id ? current : await passport(said.id)
    history.value = passports
    trends.value = figures
    inForce.value = current
    references.value = lines
  }

  async function refresh(): Promise<void> {
    if (status.value) await system.attempt(read)
    else forget()
  }

  const passport = (passportId: string) => instrument.passport.get({ passportId })

  /** A passport by its id; undefined where it cannot be read, which is reported. */
  const open = (passportId: string) => system.attempt(() => passport(passportId))

  /** Where a person wants it. */
  async function savePdf(passportId: string): Promise<void> {
    const path = await system.attempt(async () => {
      const { html, suggestedName } = await instrument.passport.document({ passportId })
      return shell.saveDocument({ suggestedName, content: html, as: 'pdf' })
    })
    if (path) system.tell(`Saved as ${path}.`)
  }

  follow(
    onInstrument,
    () => instrument.passport.watch(),
    (next) => {
      status.value = next
    },
    system.report,
  )
  onInstrument((ended) => {
    ended.addEventListener('abort', () => {
      status.value = null
    })
  })
  const device = useDeviceStore()
  watch(
    () => [status.value?.passportId, status.value?.state, device.state.identity?.serialNumber].join(),
    refresh,
  )

  return { status, policy, history, trends, inForce, newest, references, outside, refresh, open, savePdf }
})
