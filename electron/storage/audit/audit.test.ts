import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import { openDatabase } from '../nativePart'
import { openWithKey } from '../openWithKey'

/* A case log whose file is changed past Stokes, by SQLite alone. */

let path: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  const log = openTestLog(path)
  const { lesionId, operatorId } = addLesion(log)
  const { id } = startAcquisition(log, { lesionId, operatorId })
  const frames = [1, 2, 3, 4].map((sequence) => log.frames.append(id, aFrame(sequence), 'sample'))
  log.acquisitions.finish(id, { status: 'complete' })
  log.results.add({ acquisitionId: id, frames, recipe: aRecipe, answer: anAnswer() })
  log.notes.add({ lesionId, operatorId, text: 'grows' })
  log.diagnoses.add({ lesionId, operatorId, label: 'benign', lesionClass: 'naevus', source: 'clinical' })
  log.close()
})
afterEach(() => {
  remove()
})

/** Whoever has the file can drop what forbids a change, change, and make it again. */
function past(sql: string, { triggersOf }: { triggersOf?: string[] } = {}): void {
  const database = openDatabase(path)
  const dropped = database
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN (${(triggersOf ?? []).map(() => '?').join(', ')})`,
    )
    .all(...(triggersOf ?? [])) as { name: string; sql: string }[]
  for (const { name } of dropped) database.exec(`DROP TRIGGER ${name}`)
  database.exec(sql)
  for (const trigger of dropped) database.exec(trigger.sql)
  database.close()
}

function verify(masterKey: Uint8Array | null = null) {
  const log = openTestLog(path, { readOnly: true, masterKey })
  try {
    return log.verify()
  } finally {
    log.close()
  }
}

const found = () => verify().findings.map(({ table, id, what }) => `${table} ${id}: ${what}`)

describe('a record that Stokes alone wrote', () => {
  it('is as it was written, also after it was opened again', () => {
    const { ok, rows, findings, signed } = verify()
    expect({ ok, findings, signed }).toEqual({ ok: true, findings: [], signed: null })
    expect(rows).toBeGreaterThan(30)
    openTestLog(path).close()
    expect(verify().ok).toBe(true)
  })

  it('says who did what, and what it was before', () => {
    const database = openDatabase(path)
    const lines = database
      .prepare('SELECT actor, action, old, new FROM audit WHERE tableName = ? ORDER BY entry')
      .all('acquisition')
    database.close()
    expect(lines).toEqual([
      { actor: 'Ada', action: 'added', old: null, new: null },
      {
        actor: 'Ada',
        action: 'changed',
        old: '{"finishedAt":null,"status":"running"}',
        new: expect.stringMatching(/^\{"finishedAt":"2026-.*","status":"complete"\}$/) as string,
      },
    ])
  })

  it('has a line for each row of each table of the schema', () => {
    const database = openDatabase(path)
    const count = (sql: string) => database.prepare(sql).pluck().get() as number
    const tables = database
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`)
      .pluck()
      .all() as string[]
    for (const name of tables.filter((each) => !/^(sqlite_|audit|caseFacts)/.test(each))) {
      const lines = count(`SELECT count(DISTINCT row) FROM audit WHERE tableName = '${name}'`)
      expect([name, lines]).toEqual([name, count(`SELECT count(*) FROM ${name}`)])
    }
    database.close()
  })

  it('stays so where a later schema has more columns, also such as hold something by default', () => {
    past(
      `ALTER TABLE note ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0; ALTER TABLE note ADD COLUMN colour TEXT`,
    )
    expect(found()).toEqual(['schema table note: The table note was changed.'])
    past('UPDATE note SET hidden = 1', { triggersOf: ['note'] })
    expect(found()).toContainEqual(expect.stringMatching(/^note id-\d+: This row was changed/))
  })

  it('stays so where a transaction is taken back', () => {
    const log = openTestLog(path)
    expect(() => log.frames.append('no such', aFrame(9), 'sample')).toThrow()
    expect(() => log.notes.add({ lesionId: 'no such', operatorId: 'no such', text: 'x' })).toThrow()
    log.close()
    expect(verify().ok).toBe(true)
  })
})

describe('what was done past Stokes is found:', () => {
  it('a note that says something else', () => {
    past(`UPDATE note SET text = 'shrinks'`, { triggersOf: ['note'] })
    expect(found()).toEqual([expect.stringMatching(/^note id-\d+: This row was changed/)])
  })

  it('one bit of one frame', () => {
    past(`UPDATE frame SET intensities = zeroblob(length(intensities)) WHERE entry = 2`, {
      triggersOf: ['frame'],
    })
    expect(found()).toEqual([expect.stringMatching(/^frame 2: This row was changed/)])
  })

  it('two frames in each other’s place', () => {
    past(
      `PRAGMA foreign_keys = OFF; UPDATE frame SET entry = -1 WHERE entry = 2;
       UPDATE frame SET entry = 2 WHERE entry = 3; UPDATE frame SET entry = 3 WHERE entry = -1`,
      { triggersOf: ['frame'] },
    )
    expect(found()).toEqual([
      expect.stringMatching(/^frame 2: .* exchanged/),
      expect.stringMatching(/^frame 3: .* exchanged/),
    ])
  })

  it('a diagnosis that is gone', () => {
    past('DELETE FROM diagnosis', { triggersOf: ['diagnosis'] })
    expect(found()).toEqual([
      'caseFacts 1: This case is not listed as the record has it.',
      'diagnosis 1: This row was removed past Stokes.',
    ])
  })

  it('a frame of a result that is gone, in a table without rowids', () => {
    past('DELETE FROM resultFrame WHERE frameEntry = 3', { triggersOf: ['resultFrame'] })
    expect(found()).toEqual(['resultFrame [1,3]: This row was removed past Stokes.'])
  })

  it('an operator that was added, also when Stokes has opened the file since', () => {
    past(`INSERT INTO operator VALUES ('x', 'Eve', '2026-01-01')`)
    const expected = ['operator x: This row was added past Stokes.']
    expect(found()).toEqual(expected)
    openTestLog(path).close()
    expect(found()).toEqual(expected)
  })

  it('a line of the audit that was changed, removed, or whose end is gone', () => {
    past(`UPDATE audit SET actor = 'Eve' WHERE entry = 12`, { triggersOf: ['audit'] })
    expect(found()).toEqual([expect.stringMatching(/^audit 12: Line 12 .* was changed/)])
    past(`DELETE FROM audit WHERE entry IN (14, 15)`, { triggersOf: ['audit'] })
    expect(found()).toContainEqual('audit 14: Lines 14 to 15 of the audit were removed.')
  })

  it('the newest entries with their lines', () => {
    past(
      `DELETE FROM diagnosis; DELETE FROM audit WHERE entry >= (SELECT min(entry) FROM audit WHERE tableName = 'diagnosis')`,
      { triggersOf: ['diagnosis', 'audit'] },
    )
    expect(found()[0]).toEqual(
      expect.stringMatching(/^auditHead 1: The audit ends with line \d+ and ended with line \d+/),
    )
  })

  it('a trigger that was dropped, and a table that was added', () => {
    past('DROP TRIGGER noteIsNeverChanged; CREATE TABLE mine (x)')
    expect(found()).toEqual(
      expect.arrayContaining([
        'schema table mine: The table mine was added; it is not of this schema.',
        'schema trigger noteIsNeverChanged: The trigger noteIsNeverChanged was removed.',
      ]),
    )
  })
})

describe('with a key', () => {
  const key = new Uint8Array(32).fill(7)

  it('the head is signed; who has no key cannot cut the end off', () => {
    const keyed = path.replace('cases', 'keyed')
    path = keyed
    const log = openTestLog(path, { masterKey: key })
    const { lesionId, operatorId } = addLesion(log)
    log.notes.add({ lesionId, operatorId, text: 'grows' })
    log.close()
    expect(verify(key)).toMatchObject({ ok: true, signed: true })

    // Somebody who came by the pages, but cannot sign.
    const { database } = openWithKey(path, key, {})
    database.exec(`DROP TRIGGER noteIsNeverDeleted; DROP TRIGGER auditIsNeverDeleted; DELETE FROM note;
      DELETE FROM audit WHERE entry >= (SELECT min(entry) FROM audit WHERE tableName = 'note');
      UPDATE auditHead SET entry = (SELECT max(entry) FROM audit),
        hash = (SELECT substr(seal, 33) FROM audit ORDER BY entry DESC LIMIT 1)`)
    database.close()
    const { findings } = verify(key)
    expect(findings.map(({ what }) => what)).toContain(
      'The head of the audit is not signed with the key of this case log.',
    )
  })
})
