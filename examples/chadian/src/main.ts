// The example without the command line: executes the commands, builds the read models, prints the report.
import { readFile } from 'node:fs/promises'
import { domain } from '@skein/core'
import { createRuntime, openMemory, rebuild } from '@skein/engine'
import { play } from '@skein/simulator'
import { baseId, lastDay, parseDivisions, story } from './index.js'

const divisions = parseDivisions(await readFile(new URL('../data/divisions-wuding.csv', import.meta.url), 'utf8'))

// in memory; `openSqlite({ path })` would keep it in a file, and then every runtime needs a `masterKey`
const storage = openMemory()
const { events } = await play(storage, story({ divisions }))
await rebuild(domain, storage)

const report = await createRuntime(domain, storage).read('fiveTasks').get(baseId, { today: lastDay })
process.stdout.write(
  `${events} commands' events, and the five tasks on ${lastDay}:\n${JSON.stringify(report, null, 2)}\n`,
)
await storage.close()
