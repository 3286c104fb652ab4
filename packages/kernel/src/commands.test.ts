import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commandsTo, withMirrors } from './commands.js'
import { day } from './days.js'
import { event } from './events.js'
import { Id } from './ids.js'

const on = day('2018-03-27')

describe('command types', () => {
  const { command, mirror } = commandsTo({ sumId: Id })
  const Counted = event('Counted', { amount: z.int() })

  it('have a target, the events they record, and a schema that rejects unknown fields', () => {
    const add = command('Add', ['Added', 'LimitReached'], { amount: z.int() })
    expect(add).toMatchObject({ target: 'sumId', records: ['Added', 'LimitReached'], byProcess: false })
    expect(add.schema.parse({ type: 'Add', data: { sumId: 's', amount: 3, on } }).data.amount).toBe(3)
    expect(add.schema.safeParse({ type: 'Add', data: { sumId: 's', amount: 3, on, more: 1 } }).success).toBe(false)
  })

  it('copy a mirror command into its event, without the target', () => {
    const count = mirror('Count', Counted, { byProcess: true })
    expect(count).toMatchObject({ target: 'sumId', records: ['Counted'], byProcess: true })
    expect(count.toEvent({ sumId: 's', amount: 3, on })).toEqual({ type: 'Counted', data: { amount: 3, on } })
  })

  it('keep the target in an event that has that field', () => {
    const open = mirror('Open', event('Opened', { sumId: Id }))
    expect(open.toEvent({ sumId: 's', on })).toEqual({ type: 'Opened', data: { sumId: 's', on } })
  })

  it('have exactly one target', () => {
    expect(() => commandsTo({})).toThrow('a command has one target')
    expect(() => commandsTo({ sumId: Id, otherId: Id })).toThrow('got 2')
  })

  it('are proposed by copying mirrors, and by `propose` otherwise', () => {
    type Decided = { readonly type: 'Add'; readonly data: { readonly sumId: string; readonly on: typeof on } }
    const added = (amount: number) => ({ type: 'Added' as const, data: { amount, on } })
    const propose = withMirrors([mirror('Count', Counted)], (_command: Decided, sum: number) => [added(sum)])
    expect(propose({ type: 'Count', data: { sumId: 's', amount: 3, on } }, 9, {})).toEqual([
      { type: 'Counted', data: { amount: 3, on } },
    ])
    expect(propose({ type: 'Add', data: { sumId: 's', on } }, 9, {})).toEqual([added(9)])
  })
})
