const aggregate = { name: 'group', commands: {}, events: {}, rules: [], decider: {} }
export default { name: 'broken', aggregates: [aggregate, { ...aggregate }] }
