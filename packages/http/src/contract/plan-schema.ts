// What a change of the past does in all streams that it reaches, as the contract describes it.
const text = { type: 'string' } as const
const day = { type: 'string', format: 'date' } as const

const entryNamed = {
  eventId: { type: 'string', description: 'Of the first event of the entry.' },
  event: { type: 'string', description: 'The type of its first event.' },
  on: day,
} as const

const events = {
  type: 'array',
  items: { type: 'object', required: ['type', 'data'], properties: { type: text, data: { type: 'object' } } },
} as const

const PlannedEntry = {
  type: 'object',
  required: ['kind', 'on', 'events'],
  properties: {
    kind: {
      enum: ['entered', 'sent', 'recomputed', 'annulled', 'reinstated', 'contradicted', 'resolved'],
      description:
        '`entered` by you; `sent` by a process; `recomputed`: decided again with another result; `annulled`: does not stand any more; `reinstated`: stands again; `contradicted`, `resolved`: a rule of permission speaks against it now, or no longer does.',
    },
    on: day,
    events,
    process: { type: 'string', description: 'The process that sends it.' },
    about: {
      type: 'object',
      description:
        'The entry that it is about, or whose place it takes, as it was; of `reinstated` the one that stands again.',
      required: ['eventId', 'event', 'on', 'revision', 'events'],
      properties: { ...entryNamed, revision: { type: 'integer', minimum: 0 }, events },
    },
  },
} as const

export const PlanSchema = {
  type: 'object',
  description:
    'Where a change of the past reaches other streams: all that it records, as far as it is within your divisions. A repetition has none.',
  required: ['streams', 'contradictions', 'affected'],
  properties: {
    streams: {
      type: 'array',
      items: {
        type: 'object',
        required: ['stream', 'revision', 'entries'],
        properties: {
          stream: text,
          revision: { type: 'integer', minimum: -1, description: 'Its last revision before.' },
          entries: { type: 'array', items: PlannedEntry },
        },
      },
    },
    contradictions: {
      type: 'array',
      description: 'What stands although a rule of permission speaks against it now.',
      items: {
        type: 'object',
        required: ['stream', 'eventId', 'event', 'on', 'rule', 'evidence'],
        properties: {
          stream: text,
          ...entryNamed,
          rule: text,
          evidence: {
            type: 'object',
            additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
          },
        },
      },
    },
    affected: { type: 'array', description: 'The streams whose entries or figures change.', items: text },
  },
} as const
