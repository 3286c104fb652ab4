import { hash } from 'node:crypto'
import type { NewEvent } from '@skein/engine'

/** An event for tests that are not about what it holds; each name gives another hash. */
export const sampleEvent = (name: string, data = '{}'): NewEvent => ({
  hash: hash('sha256', name, 'hex'),
  type: 'Happened',
  schemaVersion: 1,
  data,
  metadata: '{}',
})
