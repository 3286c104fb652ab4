// Records the results of a closed batch in the journeys of its trainees.
import { defineProcess, onEvent, streamId } from './define-process.js'
import type { Command, Events } from './types.js'

export const graduation = defineProcess<Events<'BatchClosed'>, Command>('graduation', {
  BatchClosed: onEvent((cause) => {
    const { results, on } = cause.event.data
    return results.map((result) => ({ type: 'RecordTraining', data: { ...result, batchId: streamId(cause), on } }))
  }),
})
