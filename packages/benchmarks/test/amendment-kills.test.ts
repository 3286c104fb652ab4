// A process is killed (SIGKILL) in the middle of annulments, corrections and late entries that reach other streams: after a restart each is
// whole, not begun, or named by a contradiction. SKEIN_AMENDMENT_KILLS sets how often (default 4; 500 in the long run).
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, rebuild, type StoredEvent } from '@skein/engine'
import { play, simulate } from '@skein/simulator'
import { openSqlite } from '@skein/storage-sqlite'
import { startChild, temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { divisions } from '../src/divisions.ts'
import { faultsOf, masterKey } from './amended-programme.ts'
import { contentOf, folded } from './histories.ts'

const kills = Number(process.env.SKEIN_AMENDMENT_KILLS ?? 4)
/** After so many kills another programme is begun: entries that stand become few. */
const killsPerProgramme = 10
const folder = temporaryFolder('amendment-kills')
beforeAll(folder.create)
afterAll(folder.remove)

/** The same at every run, unless many are asked for. */
let state = process.env.SKEIN_AMENDMENT_KILLS === undefined ? 2018 : Date.now()
const random = (upTo: number): number => {
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31
  return state % upTo
}

it(
  `a programme is whole after each of ${kills} kills, and its read models are equal to a naive fold`,
  async () => {
    let path = ''
    const counted = { amendments: 0, late: 0, acrossStreams: 0 }
    for (let round = 0; round < kills; round += 1) {
      if (round % killsPerProgramme === 0) {
        path = folder.freshPath()
        const storage = await openSqlite({ path, durability: 'normal' })
        await play(storage, simulate({ seed: random(1000), divisions: divisions(1), trainees: 20, months: 12 }), {
          masterKey,
        })
        await storage.close()
      }
      const child = startChild(new URL('./children/amend.ts', import.meta.url), path, String(random(2 ** 31)))
      await child.waitForLines(1 + random(12))
      await new Promise((resolve) => setTimeout(resolve, random(30)))
      child.kill()
      expect(await child.ended).toBe('SIGKILL')
      expect(child.errorOutput()).toBe('')
      counted.amendments += child.lines.filter((line) => line.startsWith('begins')).length
      counted.late += child.lines.filter((line) => /^begins \d+ late/.test(line)).length
      counted.acrossStreams += child.lines.filter((line) => /^planned \d+ ([2-9]|\d\d)/.test(line)).length

      const storage = await openSqlite({ path, durability: 'normal' })
      await createRuntime<CommandInput>(domain, storage, { masterKey }).settle()
      expect(await faultsOf(storage)).toEqual([])
      const events: StoredEvent[] = []
      for await (const batch of storage.events.readAll()) events.push(...batch)
      const expected = folded(events)
      expect(await contentOf(storage)).toEqual(expected)
      await rebuild(domain, storage, { restart: true })
      expect(await contentOf(storage)).toEqual(expected)
      await storage.close()
    }
    expect(counted.acrossStreams).toBeGreaterThan(0)
    console.info(
      `${kills} kills in ${counted.amendments} amendments, ${counted.late} of them late entries, ${counted.acrossStreams} across streams`,
    )
  },
  60_000 + kills * 30_000,
)
