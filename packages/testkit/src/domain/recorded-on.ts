import { type Day, day } from '@skein/kernel'

/** The day on which the sample scenarios are recorded: later than everything in them. */
export const defaultRecordedOn: Day = day('2030-12-31')
