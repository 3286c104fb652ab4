import type { Environment } from '../ports/environment.js'

/** So many bytes that nobody may be able to predict, as text. */
export const randomText = (
  { randomBytes }: Pick<Environment, 'randomBytes'>,
  size: number,
  encoding: 'hex' | 'base64url',
): string => Buffer.from(randomBytes(size)).toString(encoding)
