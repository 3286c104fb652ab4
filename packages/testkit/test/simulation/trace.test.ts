import { writeFileSync } from 'node:fs'
import { domain } from '@skein/core'
import { metadataOf } from '@skein/engine'
import { it } from 'vitest'
import { simulate } from '../../src/simulation.js'
import { workloads } from './workloads.js'

it('trace', async () => {
  const lines: string[] = []
  const { log, ...run } = await simulate(Number(process.env.SEED), {
    domain,
    workload: workloads[process.env.WORK as 'training'],
    onStep: (line) => void lines.push(line),
  })
  writeFileSync(
    '/tmp/log.txt',
    log
      .map((e) => {
        const m = metadataOf(e)
        return `${e.position} ${e.stream}@${e.revision} ${e.eventId.slice(0, 8)} ${e.type} ${e.data} at ${m.recordedAt} by ${m.actor} cmd ${m.commandId} cause ${m.causedBy} place ${JSON.stringify(m.place)} entry ${m.entry} repl ${m.replaces} saw ${JSON.stringify(m.observedRevisions)}`
      })
      .join('\n'),
  )
  writeFileSync('/tmp/trace.txt', lines.join(''))
  console.log(run)
}, 100_000)
