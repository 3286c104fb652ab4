import { compareInstants } from '@skein/kernel'
import { recordedAtOf } from '../integrity/metadata.js'

/** The instant at which an event was recorded; empty for empty metadata. */
export const recordedAtIn = (metadata: string): string => (metadata === '' ? '' : recordedAtOf({ metadata }))

/**
 * The instant to record something at: now, or where a clock is behind, a microsecond after everything that it follows.
 * So an entry is always recorded later than what its decision saw, whatever the clocks of several machines show (a
 * hybrid logical clock). Empty instants are ignored.
 */
export const instantAfter = (now: Date, followed: Iterable<string>): string => {
  let last = now.toISOString()
  let isLater = true
  for (const instant of followed) {
    if (instant === '' || compareInstants(instant, last) < 0) continue
    last = instant
    isLater = false
  }
  return isLater ? last : microsecondAfter(last)
}

/** How far a clock may be behind before it is reported, in milliseconds. */
const toleranceMs = 5 * 60_000

/** How many milliseconds a clock is behind the instant at which something is recorded; 0 where that is tolerable. */
export const millisecondsBehind = (now: Date, recordedAt: string): number => {
  const behind = Date.parse(recordedAt) - now.getTime()
  return behind > toleranceMs ? behind : 0
}

const microsecondAfter = (instant: string): string => {
  const millisecond = instant.slice(0, 23)
  const micros = Number(instant.slice(23, -1).padEnd(3, '0').slice(0, 3)) + 1
  if (micros < 1000) return `${millisecond}${String(micros).padStart(3, '0')}Z`
  return new Date(Date.parse(`${millisecond}Z`) + 1).toISOString()
}
