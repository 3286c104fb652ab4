import { type Domain, eachElement, isEnvelope, type PathStep, personalFieldsOf, personsNamedBy } from '@skein/kernel'
import { misplacedValue } from '../integrity/envelope-check.js'

/**
 * Throws `StorageError` with fault `corrupt` if a personal field of a document holds an encrypted value of another person
 * than the one whom the schema of the read model names beside it.
 */
export const assertOfPersons = (
  document: unknown,
  readModel: string,
  { projections }: Pick<Domain, 'projections'>,
): void => {
  const schema = projections.find(({ name }) => name === readModel)?.schema
  if (schema === undefined) return
  for (const { path, person, aggregate } of personalFieldsOf(schema)) {
    if (person === undefined || aggregate === undefined) continue
    for (const holder of valuesAt(document, path.slice(0, -1))) {
      const [value, named] = [fieldOf(holder, path.at(-1)), fieldOf(holder, person)]
      if (!isEnvelope(value) || named === undefined) continue
      if (personsNamedBy(named, aggregate, '').at(-1) !== value.person)
        throw misplacedValue(value.person, readModel, path.join('.'))
    }
  }
}

const valuesAt = (value: unknown, [step, ...rest]: readonly PathStep[]): readonly unknown[] => {
  if (step === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  if (step === eachElement) return Object.values(value).flatMap((part) => valuesAt(part, rest))
  return valuesAt(fieldOf(value, step), rest)
}

const fieldOf = (value: unknown, field: string | undefined): unknown =>
  typeof value === 'object' && value !== null && field !== undefined ? Reflect.get(value, field) : undefined
