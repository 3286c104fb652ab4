// `skein check` as a person calls it: on a simulated programme, under its own rules and under others.
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exitCodes } from '../src/exit-codes.js'
import { resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const store = ['--store', 'sqlite:./base.db']

beforeAll(async () => {
  const simulated = await skein(['simulate', '--trainees', '60', '--months', '14', '--seed', '7', ...store], { folder })
  expect(simulated.code).toBe(exitCodes.done)
}, 60_000)
afterAll(remove)

it('finds nothing in what was decided by the rules', async () => {
  const ended = await skein(['check', '--json', ...store], { folder })
  expect(ended.code).toBe(exitCodes.done)
  expect(resultOf(ended)).toMatchObject({ ok: true, count: 0, violations: [] })
  const said = await skein(['check', '--lang', 'zh', ...store], { folder })
  expect(said.stdout).toContain('全部规则均已遵守')
}, 60_000)

it('says who would be affected under another policy', async () => {
  writeFileSync(`${folder}/stricter.json`, '{ "batchSeats": 30, "minAttendance": 1 }')
  const ended = await skein(['check', '--policy', 'stricter.json', '--json', ...store], { folder })
  expect(ended.code).toBe(exitCodes.found)
  const { byRule, violations } = resultOf(ended)
  expect(byRule).toMatchObject({ T2: expect.any(Number) })
  expect(violations).toContainEqual(
    expect.objectContaining({ rule: 'T2', type: 'BatchPlanned', evidence: { seats: 50, batchSeats: 30 } }),
  )
  const said = await skein(['check', '--policy', 'stricter.json', ...store], { folder })
  expect(said.stdout).toMatch(/batch-\S+ revision 0 BatchPlanned: T2 .*30/)
}, 60_000)
