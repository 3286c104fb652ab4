// P9: whether the memory of a rebuild grows with the length of the log, or only with the number of people in it.
import { execFileSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Lab } from './bench.ts'
import { logOf, longLogOf } from './events.ts'
import { summed } from './measure.ts'

const peakOf = (log: string, { folder, report }: Lab): number => {
  const path = join(folder, 'peak.db')
  for (const suffix of ['', '.keys']) copyFileSync(`${log}${suffix}`, `${path}${suffix}`)
  const program = join(import.meta.dirname, 'rebuild-peak.ts')
  const output = execFileSync(process.execPath, [program, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for (const suffix of ['', '-wal', '-shm', '.keys', '.keys-wal', '.keys-shm'])
    rmSync(`${path}${suffix}`, { force: true })
  const { kilobytes, lastFifthToFirst }: { kilobytes: number; lastFifthToFirst: number } = JSON.parse(output)
  report(
    `  ${Math.round(kilobytes / 1024)} MiB; the last fifth took ${lastFifthToFirst.toFixed(2)} of the first one's time`,
  )
  return kilobytes / 1024
}

export const memory: Bench = {
  id: 'P9',
  what: 'memory at the peak of a rebuild of everything ÷ of a log a tenth as long with as many people',
  goal: 1.3,
  bound: 'atMost',
  unit: 'MiB above the idle process',
  async run(lab) {
    const { events, rounds, isSmoke, report } = lab
    const short = isSmoke ? events / 10 : events / 2
    const shortLog = await logOf(short, report)
    const longLog = await longLogOf(short, short * 10, report)
    const measured = []
    for (let round = 0; round < (isSmoke ? 1 : Math.min(rounds, 3)); round += 1)
      measured.push({ theirs: peakOf(shortLog, lab), ours: peakOf(longLog, lab) })
    return summed(measured)
  },
}
