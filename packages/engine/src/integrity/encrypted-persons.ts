import { isEnvelope } from '@skein/kernel'

/** The persons whom the encrypted values in an event's data name. Throws for data that are no JSON. */
export const encryptedPersonsIn = (data: string): Iterable<string> =>
  data.includes('"ciphertext":') ? personsNamedIn(JSON.parse(data)) : []

const personsNamedIn = function* (value: unknown): Iterable<string> {
  if (isEnvelope(value)) yield value.person
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* personsNamedIn(part)
}
