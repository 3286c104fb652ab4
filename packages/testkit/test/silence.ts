// `pnpm test:rules`: what shows that a rule is kept would fail if it were not. Silences one rule at a time, in this
// process, and expects its property, each of its examples and each of its broken logs to fail; then each part of a rule
// that several aggregates ask, of which at least one of those must fail.
import { assurances, domain, invariants } from '@skein/core'
import { type Proof, proofs } from '@skein/testkit/domain'

interface Silent {
  [judges: string]: unknown
}
const never = () => undefined
const nowhere = () => []

/** Where the condition of a rule stands, and what takes its place while it is silent. */
interface Place {
  readonly of: string
  readonly judge: Silent
  readonly name: 'breach' | 'holds'
  readonly silent: () => unknown
}

// boundary: rules are read-only for everybody else; here that is what is tried out
const silenced = (judge: object): Silent => judge as Silent

const placesOf = (id: string): readonly Place[] => [
  ...domain.aggregates.flatMap(({ name, rules }) =>
    rules
      .filter((rule) => rule.id === id)
      .map((rule) => ({ of: name, judge: silenced(rule), name: 'breach' as const, silent: never })),
  ),
  ...invariants
    .filter((invariant) => invariant.id === id)
    .map((invariant) => ({ of: 'log', judge: silenced(invariant), name: 'holds' as const, silent: nowhere })),
  ...Object.values(assurances)
    .filter((assurance) => assurance.id === id)
    .map((assurance) => ({ of: 'engine', judge: silenced(assurance), name: 'holds' as const, silent: never })),
]

const whileSilent = async <T>(places: readonly Place[], ask: () => Promise<T>): Promise<T> => {
  const spoken = places.map(({ judge, name }) => judge[name])
  for (const { judge, name, silent } of places) judge[name] = silent
  try {
    return await ask()
  } finally {
    for (const [at, { judge, name }] of places.entries()) judge[name] = spoken[at]
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

const countFailing = async (cases: readonly { run(): unknown }[]): Promise<number> => {
  let failing = 0
  for (const { run } of cases) if (await fails(run)) failing += 1
  return failing
}

const silentRuns = 100
const partRuns = 2000

interface Row {
  readonly id: string
  readonly met: string
  readonly property: boolean
  readonly examples: string
  readonly logs: string
  readonly unnoticed: readonly string[]
  readonly isProven: boolean
}

const rowOf = async ({ id, property, examples, brokenLogs }: Proof): Promise<Row> => {
  const places = placesOf(id)
  const { runs, forbidden } = await property()
  for (const { run } of [...examples, ...brokenLogs]) await run()
  const [fallen, examplesFallen, logsFallen] = await whileSilent(places, async () => [
    await fails(() => property({ runs: silentRuns })),
    await countFailing(examples),
    await countFailing(brokenLogs),
  ])
  const unnoticed: string[] = []
  if (places.length > 1)
    for (const [at, place] of places.entries()) {
      const isNoticed = await whileSilent(
        [place],
        async () =>
          (await countFailing(examples)) + (await countFailing(brokenLogs)) > 0 ||
          (await fails(() => property({ runs: partRuns }))),
      )
      if (!isNoticed) unnoticed.push(`${place.of} (${at + 1} of ${places.length})`)
    }
  return {
    id,
    met: `${Math.round((100 * forbidden) / runs)} %`,
    property: fallen,
    examples: `${examplesFallen}/${examples.length}`,
    logs: `${logsFallen}/${brokenLogs.length}`,
    unnoticed,
    isProven:
      fallen && examplesFallen === examples.length && logsFallen === brokenLogs.length && unnoticed.length === 0,
  }
}

const line = (...cells: readonly string[]) =>
  cells.map((cell, at) => cell.padEnd([5, 9, 10, 10, 10][at] ?? 0)).join(' ')

const started = performance.now()
console.log(line('rule', 'refused', 'property', 'examples', 'logs', ''))
const rows: Row[] = []
for (const proof of proofs) {
  const row = await rowOf(proof)
  rows.push(row)
  const { id, met, property, examples, logs, unnoticed } = row
  console.log(
    line(id, met, property ? 'fails' : 'STANDS', examples, logs, unnoticed.map((of) => `unnoticed: ${of}`).join(', ')),
  )
}
const unproven = rows.filter(({ isProven }) => !isProven)
console.log(
  `${rows.length} rules silenced one at a time in ${Math.round((performance.now() - started) / 1000)} s; ${
    unproven.length === 0 ? 'none goes unnoticed.' : `not noticed: ${unproven.map(({ id }) => id).join(', ')}`
  }`,
)
process.exitCode = unproven.length === 0 ? 0 : 1
