// `pnpm test:rules` proves the proofs: a rule's property, examples and broken logs must fail when the rule never objects.
// It silences one rule at a time, in this process. For a rule that several aggregates use, it then silences each use
// alone, which at least one proof must notice.
import { assurances, domain, invariants } from '@skein/core'
import { type Proof, proofs } from '@skein/testkit/domain'

interface Replaceable {
  [method: string]: unknown
}

/** A method that holds the condition of a rule, and one that never objects. */
interface Condition {
  readonly owner: string
  readonly object: Replaceable
  readonly method: 'breach' | 'violations' | 'holds'
  readonly silent: () => unknown
}

// boundary: rules are read-only, but here their conditions are replaced on purpose
const replaceable = (rule: object): Replaceable => rule as Replaceable

const conditionsOf = (id: string): readonly Condition[] => [
  ...domain.aggregates.flatMap(({ name, rules }) =>
    rules
      .filter((rule) => rule.id === id)
      .map(
        (rule): Condition => ({ owner: name, object: replaceable(rule), method: 'breach', silent: () => undefined }),
      ),
  ),
  ...invariants
    .filter((invariant) => invariant.id === id)
    .map((invariant): Condition => {
      return { owner: 'log', object: replaceable(invariant), method: 'violations', silent: () => [] }
    }),
  ...Object.values(assurances)
    .filter((assurance) => assurance.id === id)
    .map((assurance): Condition => {
      return { owner: 'engine', object: replaceable(assurance), method: 'holds', silent: () => undefined }
    }),
]

const whileSilent = async <T>(conditions: readonly Condition[], run: () => Promise<T>): Promise<T> => {
  const originals = conditions.map(({ object, method }) => object[method])
  for (const { object, method, silent } of conditions) {
    if (typeof object[method] !== 'function') throw new Error(`There is no method ${method} to silence.`)
    object[method] = silent
  }
  try {
    return await run()
  } finally {
    for (const [index, { object, method }] of conditions.entries()) object[method] = originals[index]
  }
}

const fails = async (run: () => unknown): Promise<boolean> => {
  try {
    await run()
    return false
  } catch {
    return true
  }
}

const countFailing = async (parts: readonly { run(): unknown }[]): Promise<number> => {
  let failing = 0
  for (const { run } of parts) if (await fails(run)) failing += 1
  return failing
}

const runsOfRule = 100
const runsOfUse = 2000

interface Row {
  readonly id: string
  /** The share of situations that the rule forbids. */
  readonly forbidden: string
  readonly property: boolean
  readonly examples: string
  readonly logs: string
  readonly unnoticed: readonly string[]
  readonly isProven: boolean
}

const rowOf = async ({ id, property, examples, brokenLogs }: Proof): Promise<Row> => {
  const conditions = conditionsOf(id)
  if (conditions.length === 0) throw new Error(`The condition of ${id} was not found.`)
  const { runs, forbidden } = await property()
  for (const { run } of [...examples, ...brokenLogs]) await run()
  const [propertyFails, failingExamples, failingLogs] = await whileSilent(conditions, async () => [
    await fails(() => property({ runs: runsOfRule })),
    await countFailing(examples),
    await countFailing(brokenLogs),
  ])
  const unnoticed: string[] = []
  if (conditions.length > 1)
    for (const [index, condition] of conditions.entries()) {
      const isNoticed = await whileSilent(
        [condition],
        async () =>
          (await countFailing(examples)) + (await countFailing(brokenLogs)) > 0 ||
          (await fails(() => property({ runs: runsOfUse }))),
      )
      if (!isNoticed) unnoticed.push(`${condition.owner} (${index + 1} of ${conditions.length})`)
    }
  return {
    id,
    forbidden: `${Math.round((100 * forbidden) / runs)} %`,
    property: propertyFails,
    examples: `${failingExamples}/${examples.length}`,
    logs: `${failingLogs}/${brokenLogs.length}`,
    unnoticed,
    isProven:
      propertyFails &&
      failingExamples === examples.length &&
      failingLogs === brokenLogs.length &&
      unnoticed.length === 0,
  }
}

const line = (...cells: readonly string[]) =>
  cells.map((cell, index) => cell.padEnd([5, 10, 10, 10, 10][index] ?? 0)).join(' ')

const startedAt = performance.now()
console.log(line('rule', 'forbidden', 'property', 'examples', 'logs', ''))
const rows: Row[] = []
for (const proof of proofs) {
  const row = await rowOf(proof)
  rows.push(row)
  const { id, forbidden, property, examples, logs, unnoticed } = row
  const notes = unnoticed.map((use) => `unnoticed: ${use}`).join(', ')
  console.log(line(id, forbidden, property ? 'fails' : 'PASSES', examples, logs, notes))
}
const unproven = rows.filter(({ isProven }) => !isProven)
const result =
  unproven.length === 0
    ? 'the proofs notice each of them.'
    : `the proofs do not notice ${unproven.map(({ id }) => id).join(', ')}.`
console.log(
  `${rows.length} rules silenced one at a time in ${Math.round((performance.now() - startedAt) / 1000)} s; ${result}`,
)
process.exitCode = unproven.length === 0 ? 0 : 1
