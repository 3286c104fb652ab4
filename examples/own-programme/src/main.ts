// The programme at work: commands, processes and read models in memory, then the same over HTTP.
import { createRuntime, openMemory } from '@skein/engine'
import { createHttpApi, exampleCommands, insecureDev } from '@skein/http'
import { certificateBoard } from './certificate-board.js'
import { access, type CommandInput, programme } from './index.js'

// what was recorded since rests on the threshold and on the line: a policy of an earlier day without them would be refused
const policy = {
  awardFen: 20_000,
  scaleThresholds: { morels: { quantity: 10, unit: 'mu' } },
  povertyLineFen: { 2018: 350_000 },
}
const ownCommands: readonly CommandInput[] = [
  {
    type: 'AdoptPolicy',
    data: { baseId: 'base-1', version: 2, effectiveFrom: '2018-03-01', policy, on: '2018-03-01' },
  },
  { type: 'OpenFund', data: { baseId: 'base-1', amountFen: 50_000, on: '2018-03-01' } },
  { type: 'AwardCertificate', data: { traineeId: 'trainee-1', title: 'grafting', on: '2018-03-02' } },
]

const main = async (): Promise<void> => {
  const runtime = createRuntime(programme, openMemory())
  const send = async (command: CommandInput, commandId: string): Promise<void> => {
    await runtime.dispatch(command, { commandId, actor: 'clerk-7' })
    await runtime.settle({ projections: false })
  }
  // a small programme of made-up people: the base `base-1`, and `trainee-1` who completes a training
  // sound: a test of the HTTP contract executes every example
  for (const [index, command] of exampleCommands.entries()) await send(command as CommandInput, `example-${index}`)
  for (const [index, command] of ownCommands.entries()) await send(command, `own-${index}`)
  await runtime.settle()
  console.log('certificateBoard:', await runtime.read(certificateBoard).get('base-1'))

  // insecureDev lets everybody send every command: for a developer's machine only
  const api = createHttpApi({ runtime, auth: insecureDev(), access })
  const response = await api.fetch(
    new Request('http://localhost/v1/commands/AwardCertificate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ traineeId: 'trainee-1', title: 'grafting', on: '2018-03-03' }),
    }),
  )
  console.log('the same certificate again, over HTTP:', response.status, await response.json())
}

void main()
