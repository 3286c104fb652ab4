/** The id that a caller gave its request, where it is one that may stand in logs and events; otherwise a new one. */
export const requestIdOf = (given: string | null | undefined): string =>
  given !== null && given !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : crypto.randomUUID()
