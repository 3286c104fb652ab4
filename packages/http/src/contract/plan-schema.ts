const text = { type: 'string' as const }
const number = { type: 'integer' as const }
const date = { type: 'string' as const, format: 'date' as const }
const list = <Items extends object>(items: Items) => ({ type: 'array' as const, items })

const events = list({
  type: 'object' as const,
  required: ['type', 'data'],
  properties: { type: text, data: { type: 'object' as const } },
})

const entryNamed = {
  eventId: { ...text, description: 'Of the first event of the entry.' },
  event: { ...text, description: 'Its type.' },
  on: date,
}

/** What a change of the past changes in other streams too. */
export const planSchema = {
  type: 'object' as const,
  description:
    'Where a change of the past reaches other streams: all that it records, or would with `dryRun`, in the streams of your divisions.',
  required: ['streams', 'contradictions', 'affected'],
  properties: {
    streams: list({
      type: 'object' as const,
      required: ['stream', 'revision', 'entries'],
      properties: {
        stream: text,
        revision: { ...number, minimum: -1, description: 'Its last revision before.' },
        entries: list({
          type: 'object' as const,
          required: ['kind', 'on', 'events'],
          properties: {
            kind: {
              enum: ['entered', 'sent', 'recomputed', 'annulled', 'reinstated', 'contradicted', 'resolved'],
              description:
                '`entered` by you, `sent` by a process, `recomputed`: decided again with another result; a rule of permission speaks against it now (`contradicted`), or no longer does (`resolved`).',
            },
            on: date,
            events,
            process: { ...text, description: 'The process that sends it.' },
            about: {
              type: 'object' as const,
              description: 'The entry that it is about, or whose place it takes, as it was.',
              required: ['eventId', 'event', 'on', 'revision', 'events'],
              properties: { ...entryNamed, revision: number, events },
            },
          },
        }),
      },
    }),
    contradictions: list({
      type: 'object' as const,
      description: 'An entry that stands although a rule of permission speaks against it now.',
      required: ['stream', 'eventId', 'event', 'on', 'rule', 'evidence'],
      properties: {
        ...entryNamed,
        stream: text,
        rule: text,
        evidence: {
          type: 'object' as const,
          additionalProperties: { type: ['string' as const, 'number' as const, 'boolean' as const, 'null' as const] },
        },
      },
    }),
    affected: { ...list(text), description: 'The streams whose entries or figures change.' },
    otherDivisions: { ...number, minimum: 1, description: 'How many streams outside of your divisions change.' },
  },
}
