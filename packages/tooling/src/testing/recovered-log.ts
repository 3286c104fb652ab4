// What a store must hold after the process of an append worker (see workers.ts) was killed.
import type { Storage, StoredEvent } from '@skein/engine'
import { expect } from 'vitest'

/** The names of all appends, in order; fails if one is incomplete, interrupted by another, or stored twice. */
export const expectWholeAppends = async (
  batches: AsyncIterable<readonly StoredEvent[]>,
): Promise<readonly string[]> => {
  const revisions = new Map<string, number>()
  const names: string[] = []
  let missing = 0
  for await (const batch of batches)
    for (const event of batch) {
      const { append, index, count } = JSON.parse(event.data)
      expect(event.revision).toBe((revisions.get(event.stream) ?? -1) + 1)
      revisions.set(event.stream, event.revision)
      if (index === 0) expect(missing).toBe(0)
      missing = index === 0 ? count - 1 : missing - 1
      expect(missing).toBe(count - 1 - index)
      if (missing === 0) names.push(append)
    }
  expect(missing).toBe(0)
  expect(new Set(names).size).toBe(names.length)
  return names
}

/** The names of the appends that a worker saw acknowledged, from its output. */
export const acknowledgedAppends = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !isCheckpoint(line))

/** Checks that checkpoint, documents and event count agree, and that no acknowledged commit was lost. */
export const expectConsistentReadModel = async (
  { readModels }: Storage,
  projection: string,
  lines: readonly string[],
): Promise<void> => {
  const [generation] = await readModels.generations(projection)
  const checkpoint = Number(generation?.checkpoint ?? 0)
  expect(checkpoint).toBeGreaterThanOrEqual(lines.filter(isCheckpoint).length)
  if (generation === undefined) return
  expect(generation.events).toBe(checkpoint)
  expect(await readModels.count(generation.id, 'doc')).toBe(checkpoint === 0 ? 0 : checkpoint + 1)
  const last = (await readModels.get(generation.id, 'doc', ['last'])).get('last')
  expect(last).toBe(generation.checkpoint)
}

const isCheckpoint = (line: string): boolean => line.startsWith('checkpoint ')
