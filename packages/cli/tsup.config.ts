import { library } from '../tooling/src/tsup.ts'

export default library({ entry: ['src/index.ts', 'src/bin.ts'], format: ['esm'] })
