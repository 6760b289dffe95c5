import { existsSync } from 'node:fs'
import { preprocessingImplementation } from '../../analysis/preprocessing/nativeAddon'
import { toProblem, type Problem } from '../../contract/errors'
import type { EngineAttempt } from '../../contract/system'
import { listSerialPorts } from '../../devices/transport/listSerialPorts'
import { findWasatch, listWasatch } from '../../devices/wasatch/listWasatch'
import { caseLogPath } from '../../instrument/services/createServices'
import { runtimeDescription } from '../../instrument/services/runtimeDescription'
import { EngineMemory } from '../../instrument/services/engineMemory'
import { hardwareFingerprint } from '../../instrument/services/hardwareFingerprint'
import { readCaseLog } from '../../instrument/services/readCaseLog'
import { openServingModel, type ServingModel } from '../../instrument/services/servingModel'
import { graphicsPath } from '../../shared/graphicsPath'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { sqliteVersion } from '../../storage/nativePart'
import { serialPermission } from '../serialPermission'
import { answer } from '../output'

export interface DoctorOptions {
  db?: string
  json?: boolean
}

interface Finding {
  ok: boolean
  /** It does not work here, and something else does the same. */
  instead?: boolean
  detail: string
}

export async function doctor(options: DoctorOptions): Promise<void> {
  const problems: Problem[] = []
  const serving = await openServingModel({}).catch((error: unknown) => {
    problems.push(toProblem(error))
    return null
  })
  const native = {
    'better-sqlite3': await nativePart(() => `SQLite ${sqliteVersion()}`),
    serialport: await nativePart(() => import('serialport')),
    'node-pty': await nativePart(() => import('@lydell/node-pty')),
    preprocessing: preprocessingFinding(),
    'onnxruntime-node': await nativePart(() => import('onnxruntime-node')),
  }
  const leftOut = serving ? failedInUse(serving) : []
  const database = describeCaseLog(options.db ?? caseLogPath(dataFolder()))
  const serial = { ...serialPermission(), ports: await listSerialPorts() }
  const usb = { ...(await usbFinding()), instruments: await listWasatch() }
  const report = {
    version: softwareVersion(),
    runtime: runtimeDescription(),
    platform: `${process.platform} ${process.arch}`,
    /** What the window is painted with. */
    graphics: graphicsPath(),
    model: serving?.summary.name ?? null,
    backends: serving?.engines() ?? [],
    backend: serving?.engineName() ?? null,
    /** What the application found when it ran last, of engines that work here now. */
    leftOut,
    native,
    serial,
    usb,
    database,
    problems,
  }
  answer(report, options, () =>
    [
      `Stokes ${report.version} on Electron ${report.runtime.electron}, Node ${report.runtime.node}, ${report.platform}`,
      ...(report.runtime.note ? [`  ${report.runtime.note}`] : []),
      `Window painted by ${report.graphics.accelerated ? 'the GPU' : 'the CPU'}: ${report.graphics.reason}`,
      `Model ${report.model ?? 'none'}`,
      ...report.backends.map(describeEngine),
      ...(leftOut.length > 0 ? ['  Stokes itself does not use, until the hardware changes:'] : []),
      ...leftOut.map(describeEngine),
      'Native parts',
      ...Object.entries(native).map(
        ([name, { ok, detail, instead }]) =>
          `  ${instead ? 'instead ' : ok ? 'works   ' : 'FAILS   '} ${name}  ${detail}`,
      ),
      `Serial ports: ${serial.detail}`,
      ...serial.ports.map(({ path, detail }) => `  ${path}${detail ? `  ${detail}` : ''}`),
      `USB: ${usb.detail}`,
      ...usb.instruments.map(({ path, detail }) => `  ${path}${detail ? `  ${detail}` : ''}`),
      `Case log: ${database.detail}`,
      ...problems.map(({ message, tip }) => `PROBLEM: ${message} ${tip ?? ''}`),
    ].join('\n'),
  )
  if (problems.length > 0 || Object.values(native).some(({ ok }) => !ok) || !database.ok) process.exitCode = 1
}

function describeEngine({ name, usable, used, millisecondsPerSpectrum, reason }: EngineAttempt): string {
  return (
    `  ${used ? 'used    ' : usable ? 'works   ' : 'not used'} ${name}` +
    (millisecondsPerSpectrum === null ? '' : `  ${millisecondsPerSpectrum.toFixed(2)} ms a spectrum`) +
    (reason ? `  ${reason}` : '')
  )
}

/** Engines that work for the doctor, and failed for the application on this hardware. */
function failedInUse({ summary, engines }: ServingModel): EngineAttempt[] {
  const working = engines().filter(({ usable }) => usable)
  const remembered = new EngineMemory(dataFolder(), summary.hash).recall(hardwareFingerprint())
  return (remembered?.attempts ?? []).filter(
    (attempt) => !attempt.usable && working.some(({ name }) => name === attempt.name),
  )
}

/** TypeScript does the same where the addon is not there, so that is no fault. */
function preprocessingFinding(): Finding & ReturnType<typeof preprocessingImplementation> {
  const { name, reason } = preprocessingImplementation()
  const instead = name !== 'native'
  return { ok: true, instead, detail: instead ? `TypeScript serves: ${reason}` : reason, name, reason }
}

/** Stokes works without USB, with instruments on serial ports. */
async function usbFinding(): Promise<Finding> {
  try {
    await findWasatch()
    return { ok: true, detail: 'its library works' }
  } catch (error) {
    return { ok: false, detail: `no instrument can be found: ${toProblem(error).message}` }
  }
}

/** @param load loads the part; may say more of it in words */
async function nativePart(load: () => unknown): Promise<Finding> {
  try {
    const said = await load()
    return { ok: true, detail: typeof said === 'string' ? said : 'loads' }
  } catch (error) {
    return { ok: false, detail: toProblem(error).message }
  }
}

/** Looks at a case log without changing it. */
function describeCaseLog(path: string): Finding & { path: string } {
  if (!existsSync(path))
    return { ok: true, path, detail: `none yet at ${path}; it is made when it is first needed` }
  try {
    return readCaseLog(path, ({ cases, schemaVersion }) => {
      const { total } = cases.list({ search: '', limit: 1, cursor: null })
      return { ok: true, path, detail: `${path}, ${total} cases, schema ${schemaVersion}` }
    })
  } catch (error) {
    return { ok: false, path, detail: toProblem(error).message }
  }
}
