import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
let call: ReturnType<typeof callOn>

beforeAll(async () => {
  call = callOn(await simulatedStore(folder, 'base.db', ['--trainees', '60', '--months', '14', '--seed', '7']))
}, 60_000)
afterAll(remove)

describe('check', () => {
  it('finds no violation in a log whose commands were decided by the same rules', async () => {
    const result = await call('check', '--json')
    expect(result.code).toBe(exitCodes.done)
    expect(resultOf(result)).toMatchObject({ ok: true, count: 0, violations: [] })
    expect((await call('check', '--lang', 'zh')).stdout).toContain('全部规则均已遵守')
  })

  it('finds the events that violate another policy', async () => {
    const policy = join(folder, 'stricter.json')
    writeFileSync(policy, '{ "batchSeats": 30, "minAttendance": 1 }')
    const result = await call('check', '--policy', policy, '--json')
    expect(result.code).toBe(exitCodes.found)
    const { byRule, violations } = resultOf(result)
    expect(byRule).toMatchObject({ T2: expect.any(Number) })
    expect(violations).toContainEqual(
      expect.objectContaining({ rule: 'T2', type: 'BatchPlanned', evidence: { seats: 50, batchSeats: 30 } }),
    )
    expect((await call('check', '--policy', policy)).stdout).toMatch(/batch-\S+ revision 0 BatchPlanned: T2 .*30/)
  })
})
