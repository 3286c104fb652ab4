// `pnpm bench [--events N] [--only P1,P4] [--rounds N] [--json FILE] [--smoke]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type Lab, type Result, resultOf } from './bench.ts'
import { benches } from './benches.ts'
import { publish, reportOf, tableOf } from './report.ts'

const count = (text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('expected a whole number from 1')
}

const ids = benches.map(({ id }) => id)

const chosen = (text: string): readonly string[] => {
  const wanted = text.split(',').map((id) => id.trim())
  for (const id of wanted)
    if (!ids.includes(id)) throw new InvalidArgumentError(`unknown bench ${id}: expected some of ${ids.join(', ')}`)
  return wanted
}

interface Options {
  readonly events: number
  readonly rounds: number
  readonly only?: readonly string[]
  readonly json?: string
  readonly smoke?: true
}

const run = async ({ events, rounds, only, json, smoke }: Options): Promise<void> => {
  const lab: Lab = {
    events: smoke ? 20_000 : events,
    rounds: smoke ? 1 : rounds,
    isSmoke: smoke === true,
    folder: mkdtempSync(join(tmpdir(), 'skein-bench-')),
    report: (line) => console.error(line),
  }
  const results: Result[] = []
  try {
    for (const bench of benches) {
      if (only !== undefined && !only.includes(bench.id)) continue
      lab.report(`${bench.id}: ${bench.what} …`)
      const result = resultOf(bench, lab, await bench.run(lab))
      lab.report(`  ${result.ratio.toPrecision(3)} (${result.spread.map((ratio) => ratio.toPrecision(3)).join(' – ')})`)
      results.push(result)
    }
  } finally {
    rmSync(lab.folder, { recursive: true, force: true })
  }
  const report = reportOf(results)
  console.log(tableOf(results))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
  if (!smoke) publish(report, ids)
}

await new Command('bench')
  .description('Measures the figures of docs/benchmarks.md and writes them there.')
  .option('--events <n>', 'events of the log that is rebuilt', count, 1_000_000)
  .option('--rounds <n>', 'rounds after the first one, which warms up', count, 5)
  .option('--only <ids>', `some of ${ids.join(', ')}`, chosen)
  .option('--json <file>', 'also write machine, versions and results as JSON')
  .option('--smoke', '20,000 events and one round: checks that every bench works; writes nothing to the docs')
  .action(run)
  .parseAsync()
