/** The caller's id of its request if it fits into logs and events, otherwise a new one. */
export const requestIdFrom = (header: string | null | undefined): string =>
  header !== null && header !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(header) ? header : crypto.randomUUID()
