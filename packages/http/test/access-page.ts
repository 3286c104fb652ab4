// docs/http-access.md: who may do what, generated from the tables and declarations that the server uses.
import { readFileSync } from 'node:fs'
import { divisionOf, domain } from '@skein/core'
import { codecOf, createRuntime, type Storage } from '@skein/engine'
import { divisionResolverOf } from '../src/access/division-resolver.js'
import { accessByPath, operatorRoles, type RouteAccess } from '../src/access/route-access.js'
import { allowedRoles, type Role, roles } from '../src/index.js'
import { masterKey } from './fixture.js'

/** Ids in the example commands, by the name that stands in an address. */
export const exampleIds: Readonly<Record<string, string>> = {
  traineeId: 'trainee-1',
  untrained: 'trainee-5',
  baseId: 'base-1',
  batchId: 'batch-1',
  placeId: 'classroom-1',
  courseId: 'course-1',
  instructorId: 'instructor-1',
  householdId: 'household-1',
  agreementId: 'agreement-1',
  village: '532329104207',
  township: '532329104',
}

/** A document of each kind that each read model has: `{name}/{key}`. */
const sampleDocuments = [
  'journeyTimeline/{traineeId}',
  'journeyFunnel/division:{village}',
  'journeyFunnel/base:{baseId}',
  'journeyFunnel/category:villager',
  'rotationCoverage/{baseId}/{village}',
  'rotationCoverage/{baseId}',
  'batchRegister/{batchId}',
  'menuBoard/{baseId}/morels',
  'facultyPool/{baseId}',
  'facilityUse/{placeId}',
  'facilityUse/base:{baseId}',
  'leadHouseholds/{traineeId}',
  'leadHouseholds/base:{baseId}',
  'supportLedger/{baseId}',
  'mentoringNetwork/{agreementId}',
  'mentoringNetwork/base:{baseId}',
  'povertyIncidence/{village}',
  'povertyIncidence/{township}',
  'cadrePipeline/{baseId}',
  'worklist/{baseId}/training/{untrained}',
  'worklist/{baseId}/faculty/pool',
  'fiveTasks/{baseId}',
]

/** A stream of every aggregate, and more than one where they differ. */
const sampleStreams = [
  'division-{village}',
  'division-{township}',
  'base-{baseId}',
  'calendar-{placeId}',
  'instructor-{instructorId}',
  'course-{courseId}',
  'journey-{traineeId}',
  'batch-{batchId}',
  'household-{householdId}',
  'agreement-{agreementId}',
]

/** An address of every other route. */
const otherAddresses = [
  '/v1/events',
  '/v1/tables/worklist',
  '/v1/rules',
  '/metrics',
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/reference',
  '/schemas/commands/FoundBase',
  '/schemas/events/BaseFounded/1',
  '/schemas/read-models/worklist',
  '/problems/forbidden',
]

export type Cell = 'own' | 'all' | 'yes' | '–'

const named = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => exampleIds[name] ?? '')

/** What each role sees of something that belongs there. A village's token covers the village, the others the township. */
const cellsOf = (division: string | 'everywhere' | undefined): readonly Cell[] =>
  roles.map((role): Cell => {
    if (division === 'everywhere') return operatorRoles.includes(role) ? 'all' : '–'
    if (division === undefined) throw new Error('a sample belongs nowhere')
    return role === 'village' && division.length < 12 ? '–' : 'own'
  })

const cellsByAccess: Readonly<Record<RouteAccess, readonly [cells: readonly Cell[], noToken: Cell]>> = {
  public: [roles.map(() => 'yes'), 'yes'],
  probe: [roles.map(() => 'yes'), 'yes'],
  token: [roles.map(() => 'yes'), '–'],
  operators: [roles.map((role) => (operatorRoles.includes(role) ? 'all' : '–')), '–'],
}

const accessTo = (address: string): RouteAccess => {
  const found = Object.entries(accessByPath).find(([pattern]) =>
    pattern.endsWith('*') ? address.startsWith(pattern.slice(0, -1)) : address === pattern,
  )
  if (found === undefined) throw new Error(`no access is defined for ${address}`)
  return found[1]
}

type Row = readonly [address: string, cells: readonly Cell[], noToken: Cell]

const table = (rows: readonly Row[]): string =>
  [
    `| | ${[...roles, 'no token'].join(' | ')} |`,
    `|---|${[...roles, ''].map(() => '---').join('|')}|`,
    ...rows.map(([address, cells, noToken]) => `| \`${address}\` | ${[...cells, noToken].join(' | ')} |`),
  ].join('\n')

const commandTables = (): string =>
  domain.aggregates
    .flatMap(({ name, commands }) => {
      const rows = Object.entries(commands).flatMap(([type, { byProcess }]): Row[] =>
        byProcess ? [] : [[`POST /v1/commands/${type}`, roles.map((role) => (mayUse(role, type) ? 'own' : '–')), '–']],
      )
      return rows.length === 0 ? [] : [`**${name}**`, table(rows)]
    })
    .join('\n\n')

const mayUse = (role: Role, type: string): boolean => allowedRoles(type).includes(role)

const sendsSomething = (role: Role): boolean =>
  domain.aggregates.some(({ commands }) => Object.keys(commands).some((type) => mayUse(role, type)))

const bundleProse = `A bundle is checked command by command, as if each were sent alone; what one command opens, others of the bundle may refer to.
If the role may not send one of them, or one of them lies outside, nothing is recorded, and \`issues\` has the pointers of those commands.`

const amendmentProse = `An entry is annulled or corrected by the roles that may send its command. Its stream, and everything that it refers to as it is and as it would be
corrected, lies within the divisions of the token; what does not exist is refused like something in another division. With \`withDependents\`, the role may send the command
of every entry that is taken along. To annul an annulment takes the rights for the entry that then stands again.`

/** The whole page. */
export const accessPage = async (storage: Storage): Promise<string> => {
  const runtime = createRuntime(domain, storage, { masterKey })
  const divisions = divisionResolverOf(runtime, codecOf(domain))
  const documents = await Promise.all(
    sampleDocuments.map(async (sample): Promise<Row> => {
      const [name = '', ...key] = named(sample).split('/')
      const doc = await runtime.read(name).get(key.join('/'))
      const ref = divisions.index.refOfDocument(name, key.join('/'), doc)
      return [`GET /v1/projections/${sample}`, cellsOf(await divisionOf(ref, divisions.find)), '–']
    }),
  )
  const streams = await Promise.all(
    sampleStreams.map(
      async (sample): Promise<Row> => [
        `GET /v1/streams/${sample}`,
        cellsOf(await divisionOf({ with: named(sample) }, divisions.find)),
        '–',
      ],
    ),
  )
  const others = otherAddresses.map((address): Row => [`GET ${address}`, ...cellsByAccess[accessTo(address)]])
  return `${[
    prose,
    '## Commands',
    commandTables(),
    'Commands that the processes of the domain send (such as `Enrol` or `BookPlace`) are refused for every role.',
    '**several at once**',
    table([['POST /v1/commands', roles.map((role) => (sendsSomething(role) ? 'own' : '–')), '–']]),
    bundleProse,
    '**corrections**',
    table(
      ['annul', 'correct'].map(
        (kind): Row => [`POST /v1/${kind}`, roles.map((role) => (sendsSomething(role) ? 'own' : '–')), '–'],
      ),
    ),
    amendmentProse,
    '## Read models',
    'Each row also stands for the list that contains the document.',
    table(documents),
    '## Streams and events',
    'Each row also stands for the events of the stream in `GET /v1/events`, in batches and in feeds.',
    table(streams),
    '## Everything else',
    'What these routes show of divisions is limited to those of the token.',
    table(others),
  ].join('\n\n')}\n`
}

const prose = readFileSync(new URL('access-page.md', import.meta.url), 'utf8').trimEnd()
