/** As the metadata of late events has it (see `Metadata.late`); quotes inside of values are escaped. */
export const lateField = ',"late":true'

/** Whether an event was recorded late, read from its metadata without parsing the rest. */
export const isRecordedLate = (metadata: string): boolean => metadata.includes(`${lateField},"observedRevisions":`)
