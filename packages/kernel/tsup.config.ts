import { library } from '../tooling/src/tsup.ts'

export default library()
