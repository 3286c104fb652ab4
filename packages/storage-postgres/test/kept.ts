import type { Storage } from '@skein/engine'
import { expect } from 'vitest'

/** The names of all appends, in the log's order; fails where one is not there in one piece, or twice. */
export const wholeAppends = async ({ events }: Storage): Promise<readonly string[]> => {
  const revisions = new Map<string, number>()
  const names: string[] = []
  let left = 0
  for await (const batch of events.readAll())
    for (const event of batch) {
      const { append, index, count } = JSON.parse(event.data)
      expect(event.revision).toBe((revisions.get(event.stream) ?? -1) + 1)
      revisions.set(event.stream, event.revision)
      left = index === 0 ? count - 1 : left - 1
      expect(left).toBe(count - 1 - index)
      if (left === 0) names.push(append)
    }
  expect(left).toBe(0)
  expect(new Set(names).size).toBe(names.length)
  return names
}

/** The checkpoint, the documents and what was acknowledged say the same. */
export const expectFilled = async ({ readModels }: Storage, projection: string, lines: readonly string[]) => {
  const acknowledged = lines.filter((line) => line.startsWith('checkpoint ')).length
  const [generation] = await readModels.generations(projection)
  const reached = Number(generation?.checkpoint ?? 0)
  expect(reached).toBeGreaterThanOrEqual(acknowledged)
  if (generation === undefined) return
  expect(generation.events).toBe(reached)
  expect(await readModels.count(generation.id, 'doc')).toBe(reached === 0 ? 0 : reached + 1)
  const last = (await readModels.get(generation.id, 'doc', ['last'])).get('last')
  expect(last).toBe(generation.checkpoint)
}
