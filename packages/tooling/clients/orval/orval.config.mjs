export default {
  skein: {
    input: 'openapi.json',
    output: {
      target: 'generated.ts',
      client: 'fetch',
      override: { mutator: { path: 'send.ts', name: 'send' } },
    },
  },
}
