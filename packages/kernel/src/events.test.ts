import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { event, eventTypes, typesOf } from './events.js'

describe('event types', () => {
  const Added = event('Added', { amount: z.int() })

  it('derives the schema version from the number of upcasts', () => {
    expect(eventTypes([Added]).Added?.version).toBe(1)
    expect(eventTypes([Added], { upcasts: { Added: [(data) => data] } }).Added?.version).toBe(2)
  })

  it('lists the types of schemas', () => {
    expect(typesOf([Added, event('Removed', {})])).toEqual(['Added', 'Removed'])
  })
})
