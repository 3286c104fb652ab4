/** An ISO 8601 instant without fractions of a second: `2018-03-27T09:30:00Z`. */
export const toSeconds = (instant: string): string => instant.replace(/\.\d+/, '')
