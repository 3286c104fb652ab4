// Functions that find the division of an event or document in its fields. What a base runs belongs to the division of
// the base; an agreement belongs to the division of its mentor.
import { type DivisionRef, streamOf } from '@skein/kernel'

const townshipDigits = 9

const textIn = (fields: object, field: string): string | undefined => {
  const value: unknown = Object.hasOwn(fields, field) ? Reflect.get(fields, field) : undefined
  return typeof value === 'string' ? value : undefined
}

/** The ref made of the text in a field; `undefined` if there is no such text. */
const byField =
  (field: string, ref: (value: string) => DivisionRef) =>
  (fields: object): DivisionRef | undefined => {
    const value = textIn(fields, field)
    return value === undefined ? undefined : ref(value)
  }

/** The division whose code is in a field. */
export const inDivision = (field: string) => byField(field, (division) => ({ division }))

/** The township of the division whose code is in a field: a base in a village belongs to the township. */
export const inTownship = (field: string) => byField(field, (code) => ({ division: code.slice(0, townshipDigits) }))

/** The division of a stream of another aggregate, whose id is in a field. */
export const withStream = (aggregate: string, field: string) =>
  byField(field, (id) => ({ with: streamOf(aggregate, id) }))

export const withBase = withStream('base', 'baseId')
export const withTrainee = withStream('journey', 'traineeId')
export const withAgreement = withStream('agreement', 'agreementId')

/** The first ref that one of these functions finds. */
export const either =
  (...refs: readonly ((fields: object) => DivisionRef | undefined)[]) =>
  (fields: object): DivisionRef | undefined => {
    for (const ref of refs) {
      const found = ref(fields)
      if (found !== undefined) return found
    }
    return undefined
  }
