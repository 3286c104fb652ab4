// Permanent: metadata store an instant as the number of microseconds since 1970.

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{3})(\d{3})?)?Z$/

/** The microseconds since 1970 of an instant in ISO 8601, UTC, with three or six decimals, or none. */
export const microsecondsOf = (instant: string): number => {
  const parts = written.exec(instant)
  if (parts === null) throw new Error(`expected an instant such as 2018-06-11T02:00:00.000Z, got ${instant}`)
  const [, second, milliseconds = '.000', microseconds = 0] = parts
  return Date.parse(`${second}${milliseconds}Z`) * 1000 + Number(microseconds)
}

/** The instant in ISO 8601, with three decimals where these are enough, else six; `undefined` for no instant. */
export const instantFrom = (microseconds: unknown): string | undefined => {
  if (!Number.isSafeInteger(microseconds)) return undefined
  const date = new Date(Math.floor(Number(microseconds) / 1000))
  const rest = Number(microseconds) - date.getTime() * 1000
  const year = date.getUTCFullYear()
  if (year < 0 || year > 9999) return undefined
  const text = date.toISOString()
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
