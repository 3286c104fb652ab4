import type { NewEvent } from '@skein/engine'

/** An event for tests that are not about what it holds. */
export const sampleEvent = (eventId: string, data = '{}'): NewEvent => ({
  eventId,
  type: 'Happened',
  schemaVersion: 1,
  data,
  metadata: '{}',
})
