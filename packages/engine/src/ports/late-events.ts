/** Whether an event was recorded late (see `Metadata.late`): the last field of its metadata, read without parsing the rest. */
export const isRecordedLate = (metadata: string): boolean => metadata.endsWith(',true]')
