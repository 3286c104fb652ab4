/** Besides its text: its id in a map, and the object. */
const bytesPerEvent = 300

/**
 * Roughly the bytes of memory that an event takes in a state or a history. What is kept of it is seldom longer than its
 * text, of which a character takes up to two bytes.
 */
export const memorySizeOf = (event: { readonly data: string }): number => bytesPerEvent + 2 * event.data.length

/** Of several events. */
export const totalMemorySize = (events: readonly { readonly data: string }[]): number =>
  events.reduce((sum, event) => sum + memorySizeOf(event), 0)
