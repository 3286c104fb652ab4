// What a batch says of each trainee as it closes goes into that person's journey.
import { defineProcess, onEvent, streamId } from './define-process.js'
import type { Command, Events } from './types.js'

export const graduation = defineProcess<Events<'BatchClosed'>, Command>('graduation', {
  BatchClosed: onEvent((cause) => {
    const { results, on } = cause.event.data
    return results.map((result) => ({ type: 'RecordTraining', data: { ...result, batchId: streamId(cause), on } }))
  }),
})
