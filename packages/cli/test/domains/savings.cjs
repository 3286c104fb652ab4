exports.domain = { name: 'empty', aggregates: [] }
