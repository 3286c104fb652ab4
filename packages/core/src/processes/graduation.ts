// What a batch says of each trainee as it closes goes into that person's journey.
import { own, processOf, telling } from './answering.js'
import type { Command, Events } from './types.js'

export const graduation = processOf<Events<'BatchClosed'>, Command>('graduation', {
  BatchClosed: telling((cause) => {
    const { results, on } = cause.event.data
    return results.map((result) => ({ type: 'RecordTraining', data: { ...result, batchId: own(cause), on } }))
  }),
})
