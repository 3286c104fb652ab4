import type { Bench } from './bench.ts'
import { encryption } from './encryption.ts'
import { executes } from './executes.ts'
import { httpAnswers } from './http-answers.ts'
import { httpCommands } from './http-commands.ts'
import { inMemory } from './in-memory.ts'
import { late } from './late.ts'
import { lateEntries } from './late-entries.ts'
import { live } from './live.ts'
import { logSize } from './log-size.ts'
import { memory } from './memory.ts'
import { packageSize } from './package-size.ts'
import { postgres } from './postgres.ts'
import { rebuilds } from './rebuilds.ts'
import { workers } from './workers.ts'

const all: readonly Bench[] = [
  ...rebuilds,
  ...postgres,
  ...executes,
  inMemory,
  memory,
  workers,
  live,
  late,
  ...lateEntries,
  ...packageSize,
  encryption,
  logSize,
  httpCommands,
  ...httpAnswers,
]

/** All benches, sorted by their ids. */
export const benches = [...all].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
