// How an event or a document names the division it belongs to. What a base runs belongs where the base does; an
// agreement belongs with its mentor.
import { type DivisionRef, streamOf } from '@skein/kernel'

const townshipDigits = 9

const textIn = (of: object, field: string): string | undefined => {
  const value: unknown = Object.hasOwn(of, field) ? Reflect.get(of, field) : undefined
  return typeof value === 'string' ? value : undefined
}

/** Where the value of a field puts it; `undefined` where there is no such text. */
const byField =
  (field: string, ref: (value: string) => DivisionRef) =>
  (of: object): DivisionRef | undefined => {
    const value = textIn(of, field)
    return value === undefined ? undefined : ref(value)
  }

/** In the division whose code stands in a field. */
export const inDivision = (field: string) => byField(field, (division) => ({ division }))

/** In the township of that division: a base is a township's, also where it stands in one of the villages. */
export const inTownship = (field: string) => byField(field, (code) => ({ division: code.slice(0, townshipDigits) }))

/** Wherever the stream of that aggregate belongs whose id stands in a field. */
export const withStream = (aggregate: string, field: string) =>
  byField(field, (id) => ({ with: streamOf(aggregate, id) }))

export const withBase = withStream('base', 'baseId')
export const withTrainee = withStream('journey', 'traineeId')
export const withAgreement = withStream('agreement', 'agreementId')

/** The first ref that one of these gives. */
export const either =
  (...refs: readonly ((of: object) => DivisionRef | undefined)[]) =>
  (of: object): DivisionRef | undefined => {
    for (const ref of refs) {
      const found = ref(of)
      if (found !== undefined) return found
    }
    return undefined
  }
