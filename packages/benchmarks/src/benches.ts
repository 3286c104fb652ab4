import type { Bench } from './bench.ts'
import { executes } from './executes.ts'
import { inMemory } from './in-memory.ts'
import { live } from './live.ts'
import { packageSize } from './package-size.ts'
import { rebuilds } from './rebuilds.ts'
import { sealing } from './sealing.ts'

const all: readonly Bench[] = [...rebuilds, ...executes, inMemory, live, ...packageSize, sealing]

/** In the order of their ids. */
export const benches = [...all].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
